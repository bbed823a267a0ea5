#include "datasets/words.h"

#include <stdio.h>

#include "src/base/rng.h"

#define COUNT(list) (sizeof(list) / sizeof *(list))

const rel_brand_words rel_brand_words_of[REL_BRANDS] = {
    {"Velmio", "velmio", "Velmio"},
    {"Norvane", "norvane_bikes", "Norvane"},
    {"Kestrelo", "kestrelo", "Kestrelo"},
};

const rel_topic_words rel_topic_words_of[REL_TOPICS] = {
    {"le vélotaf", "bike commuting", "vélotaf", "bikecommute"},
    {"la cuisine de saison", "seasonal cooking", "cuisine", "cooking"},
    {"la course à pied", "trail running", "courseàpied", "running"},
    {"le jardin partagé", "the community garden", "jardin", "gardening"},
    {"la photo de rue", "street photography", "photoderue", "streetphoto"},
    {"les voyages lents", "slow travel", "slowtravelfr", "slowtravel"},
    {"l'atelier de réparation", "the repair café", "réparation", "repaircafe"},
    {"la vie de famille", "family life", "parentalité", "parenting"},
    {"le logiciel libre", "open source software", "logiciellibre", "opensource"},
    {"la musique de quartier", "the local music scene", "musique", "livemusic"},
    {"l'urbanisme", "city planning", "urbanisme", "urbanism"},
    {"les bonnes adresses", "good places to eat", "bonplan", "foodie"},
};

const char *rel_topic_tag(int topic, rel_lang lang)
{
    return lang == REL_LANG_FR ? rel_topic_words_of[topic].tag_fr : rel_topic_words_of[topic].tag_en;
}

const char *rel_lang_code(rel_lang lang)
{
    return lang == REL_LANG_FR ? "fr" : "en";
}

/* Every post, person or cascade gets 64 throws. */
enum { THROWS = 64 };

uint64_t rel_dice_below(const rel_dice *d, uint64_t which, uint64_t bound)
{
    return rel_rand_below(d->seed, d->stream, d->index * THROWS + which, bound);
}

double rel_dice_unit(const rel_dice *d, uint64_t which)
{
    return rel_rand_unit(d->seed, d->stream, d->index * THROWS + which);
}

/* Slots of a sentence: %b brand, %t topic, %g good and %x bad quality (the same form for every gender), %p
 * part of the product, %w when, %e good and %f bad emoji. */
static const char *const post_fr_good[] = {
    "Une semaine avec mon %b : %p %g, rien à redire %e",
    "Franchement, %b c'est %g. %p comme neuf après 500 km %e",
    "Merci %b ! Livraison %g, et l'équipe a répondu %w %e",
    "J'adore mon %b, parfait pour %t. Bravo pour le service client !",
    "Je recommande %b sans hésiter : %g, et %p vraiment au top",
    "Pour %t, difficile de trouver mieux que %b. Un bonheur %w %e",
    "Bluffé·e par %b : prix honnête, qualité %g. Mes enfants sont ravis !",
    "Excellente surprise %w : %b tient ses promesses, %p %g %e",
};
static const char *const post_fr_bad[] = {
    "Très déçu·e par %b : %p %x dès la première semaine %f",
    "Encore une panne %w. %b, c'est %x, je regrette mon achat",
    "Fuyez %b : service client %x, aucun remboursement %f",
    "%b promet beaucoup… résultat %x. %p cassé, trois mails sans réponse",
    "À ce prix-là, %b c'est une honte. Qualité %x, retard, et mensonges %f",
    "Pour %t, évitez %b : %p %x, et le bruit est insupportable",
};
static const char *const post_fr_neutral[] = {
    "Quelqu'un a essayé %b pour %t ? Je cherche des avis",
    "%b ouvre un atelier %w, à deux pas de la gare",
    "Je compare %b et deux autres modèles pour %t, tableau à venir",
    "Sortie prévue %w avec le groupe %t. Qui vient ?",
    "On parle de %b et de %p dans le journal local",
    "Nouvelle version de %b annoncée %w, on attend les détails",
    "Petit rappel : réunion sur %t, ouverte à tous, %w",
    "Combien de temps dure la batterie de %b chez vous ?",
};
static const char *const post_en_good[] = {
    "One week with my %b: %p is %g, no complaints %e",
    "Honestly, %b is %g. %p still like new after 300 miles %e",
    "Thank you %b! Delivery was %g and support answered %w %e",
    "I love my %b, perfect for %t. Great customer service!",
    "Can't recommend %b enough: %g build, and %p works like a charm",
    "For %t it's hard to beat %b. Pure joy %w %e",
    "Impressed by %b: fair price, %g quality. The kids are delighted!",
    "What a nice surprise %w: %b keeps its promises, %p feels %g %e",
};
static const char *const post_en_bad[] = {
    "So disappointed with %b: %p was %x within a week %f",
    "Broke down again %w. %b is %x, I regret buying it",
    "Stay away from %b: %x support, no refund %f",
    "%b promises a lot… the result is %x. %p broken, three mails unanswered",
    "At that price %b is a disgrace. %x quality, delays and lies %f",
    "For %t, avoid %b: %p is %x and the noise is unbearable",
};
static const char *const post_en_neutral[] = {
    "Has anyone tried %b for %t? Looking for opinions",
    "%b opens a workshop %w, next to the station",
    "Comparing %b with two other models for %t, table to follow",
    "Ride planned %w with the people from %t. Who's in?",
    "There is a piece on %b and %p in the local paper",
    "New version of %b announced %w, waiting for details",
    "Reminder: meeting about %t, open to all, %w",
    "How long does the battery of your %b last?",
};
static const char *const topic_fr[] = {
    "Belle matinée autour de %t %w %e",
    "Un fil sur %t : trois idées simples pour débuter",
    "Pourquoi %t change notre ville, en quelques chiffres",
    "On se retrouve %w pour %t ?",
    "Ce que j'ai appris cette année sur %t",
};
static const char *const topic_en[] = {
    "Lovely morning with %t %w %e",
    "A thread on %t: three simple ideas to start with",
    "Why %t changes our town, in a few figures",
    "Shall we meet %w for %t?",
    "What I learnt this year about %t",
};
static const char *const reply_fr_good[] = {"Tout à fait d'accord, c'est %g %e",
                                            "Merci pour le conseil, génial !",
                                            "Pareil chez moi, je suis ravi·e %e", "Bravo, très utile !"};
static const char *const reply_fr_bad[] = {"Pas du tout mon avis, c'est %x %f",
                                           "Chez moi c'est une catastrophe",
                                           "Arnaque, passez votre chemin %f", "C'est %x, quelle déception"};
static const char *const reply_fr_neutral[] = {"Tu as quel modèle ?", "On en parle %w ?", "Et pour %p ?",
                                               "C'est noté", "Source ?"};
static const char *const reply_en_good[] = {"Totally agree, it's %g %e", "Thanks for the tip, brilliant!",
                                            "Same here, so happy with it %e", "Well done, very helpful!"};
static const char *const reply_en_bad[] = {"Not my experience at all, it's %x %f", "Mine is a disaster",
                                           "It's a scam, stay away %f", "That's %x, what a letdown"};
static const char *const reply_en_neutral[] = {"Which model do you have?", "Shall we talk %w?", "And %p?",
                                               "Noted", "Source?"};

static const char *const fr_good[] = {"impeccable", "magnifique", "formidable",  "super agréable",
                                      "solide",     "efficace",   "remarquable", "très pratique",
                                      "fiable",     "superbe"};
static const char *const fr_bad[] = {"lamentable", "fragile",   "minable", "inutilisable", "médiocre",
                                     "horrible",   "pitoyable", "pénible", "ridicule"};
static const char *const en_good[] = {"excellent", "wonderful", "amazing",     "super comfortable",
                                      "solid",     "brilliant", "outstanding", "very handy",
                                      "reliable",  "superb"};
static const char *const en_bad[] = {"awful",    "flimsy",   "terrible", "useless",   "mediocre",
                                     "horrible", "pathetic", "annoying", "ridiculous"};
static const char *const fr_part[] = {"le freinage",      "la batterie",   "la selle",      "l'éclairage",
                                      "le porte-bagages", "l'application", "le dérailleur", "le guidon"};
static const char *const en_part[] = {"the brakes",    "the battery", "the saddle",     "the lighting",
                                      "the rear rack", "the app",     "the derailleur", "the handlebar"};
static const char *const fr_when[] = {"ce matin",      "hier soir",     "samedi prochain", "à Noël",
                                      "cette semaine", "le 14 juillet", "dès l'aube",      "à la rentrée"};
static const char *const en_when[] = {"this morning", "last night", "next Saturday", "at Christmas",
                                      "this week",    "on the 4th", "at dawn",       "back in September"};
static const char *const good_emoji[] = {"😍", "🚲✨", "👍", "❤️", "🎉", "👏🏽", "😊"};
static const char *const bad_emoji[] = {"😡", "👎", "😤", "💔", "🤦‍♀️", "😞"};

typedef struct word_list {
    const char *const *word;
    size_t count;
} word_list;
#define LIST(words) ((word_list){words, COUNT(words)})

static const char *pick(const rel_dice *dice, uint64_t which, word_list list)
{
    return list.word[rel_dice_below(dice, which, list.count)];
}

static word_list slot_words(char slot, rel_lang lang)
{
    const bool fr = lang == REL_LANG_FR;
    switch (slot) {
    case 'g': return fr ? LIST(fr_good) : LIST(en_good);
    case 'x': return fr ? LIST(fr_bad) : LIST(en_bad);
    case 'p': return fr ? LIST(fr_part) : LIST(en_part);
    case 'w': return fr ? LIST(fr_when) : LIST(en_when);
    case 'e': return LIST(good_emoji);
    default: return LIST(bad_emoji);
    }
}

static void expand(rel_draft *d, const rel_dice *dice, rel_lang lang, const char *pattern, int brand,
                   int topic)
{
    uint64_t which = 8;
    for (const char *at = pattern; *at;) {
        const size_t plain = strcspn(at, "%");
        rel_draft_add(d, at, plain);
        at += plain;
        if (!*at) break;
        if (at[1] == 'b')
            rel_draft_puts(d, brand >= 0 ? rel_brand_words_of[brand].name : "");
        else if (at[1] == 't')
            rel_draft_puts(d,
                           lang == REL_LANG_FR ? rel_topic_words_of[topic].fr : rel_topic_words_of[topic].en);
        else
            rel_draft_puts(d, pick(dice, which++, slot_words(at[1], lang)));
        at += 2;
    }
}

static word_list post_patterns(rel_lang lang, rel_tone tone)
{
    if (lang == REL_LANG_FR)
        return tone > 0 ? LIST(post_fr_good) : tone < 0 ? LIST(post_fr_bad) : LIST(post_fr_neutral);
    return tone > 0 ? LIST(post_en_good) : tone < 0 ? LIST(post_en_bad) : LIST(post_en_neutral);
}

void rel_words_post(rel_draft *d, const rel_dice *dice, rel_lang lang, rel_tone tone, int brand, int topic)
{
    word_list patterns = lang == REL_LANG_FR ? LIST(topic_fr) : LIST(topic_en);
    if (brand >= 0) patterns = post_patterns(lang, tone);
    expand(d, dice, lang, pick(dice, 0, patterns), brand, topic);
}

void rel_words_reply(rel_draft *d, const rel_dice *dice, rel_lang lang, rel_tone tone)
{
    word_list patterns;
    if (lang == REL_LANG_FR)
        patterns = tone > 0 ? LIST(reply_fr_good) : tone < 0 ? LIST(reply_fr_bad) : LIST(reply_fr_neutral);
    else
        patterns = tone > 0 ? LIST(reply_en_good) : tone < 0 ? LIST(reply_en_bad) : LIST(reply_en_neutral);
    expand(d, dice, lang, pick(dice, 0, patterns), -1, 0);
}

static const char *const first_fr[] = {"Camille",  "Éloïse", "Léa",   "Chloé",   "Inès",   "Zoé",
                                       "Maëlys",   "Anaïs",  "Manon", "Noémie",  "Hugo",   "Théo",
                                       "Loïc",     "Gaël",   "Rémi",  "Jérôme",  "Karim",  "Amadou",
                                       "François", "Benoît", "Mehdi", "Antoine", "Océane", "Fatou"};
static const char *const first_en[] = {"Alice",  "Grace", "Olivia", "Priya", "Hannah", "Chloe",
                                       "Maya",   "Zoe",   "Ruth",   "Imani", "Oliver", "Jack",
                                       "Liam",   "Noah",  "Owen",   "Kofi",  "Ravi",   "Ethan",
                                       "Callum", "Miles", "Tessa",  "Wren",  "Isaac",  "Dylan"};
static const char *const last_fr[] = {"Dupont",    "Lefèvre",  "Moreau",   "Garnier", "Rousseau",
                                      "Chevalier", "Lemaître", "Benali",   "Diallo",  "Le Goff",
                                      "Besnard",   "Fontaine", "Traoré",   "Perrin",  "d'Almeida",
                                      "Vasseur",   "Guérin",   "Marchand", "Roux",    "Delmas"};
static const char *const last_en[] = {"Hughes",  "Baker",    "Okafor",    "Patel",  "Walsh",
                                      "O'Neill", "Fletcher", "Marsh",     "Kaur",   "Sinclair",
                                      "Dawson",  "Reid",     "Mensah",    "Holt",   "Ashworth",
                                      "Quinn",   "Barlow",   "Lindqvist", "Ferris", "Doyle"};
/* Without accents, for handles. */
static const char *const stem_fr[] = {"camille", "velo",    "lea",    "marmite", "ines", "atelier",
                                      "petit",   "lyon",    "noemie", "balade",  "hugo", "theo",
                                      "loic",    "potager", "remi",   "nantes"};
static const char *const stem_en[] = {"alice",  "cyclist", "grace", "kitchen", "priya", "maker",
                                      "little", "leeds",   "maya",  "ramble",  "olly",  "jack",
                                      "liam",   "garden",  "owen",  "dublin"};
static const char *const places_fr[] = {"Lyon",      "Nantes", "Paris",  "Montréal",
                                        "Bruxelles", "Genève", "Rennes", ""};
static const char *const places_en[] = {"Leeds",   "Dublin",  "London",   "Toronto",
                                        "Bristol", "Cardiff", "Portland", ""};
static const char *const bio_fr[] = {
    "Passionné·e par %t, un peu de tout le reste. Avis personnels.",
    "%t, café et longues balades ☕",
    "Ici on parle surtout de %t. Parent de deux, cycliste toute l'année 🚲",
    "Curieux·se. %t le week-end, données la semaine",
    "",
};
static const char *const bio_en[] = {
    "Into %t, and a bit of everything else. Opinions my own.",
    "%t, coffee and long walks ☕",
    "Mostly about %t. Parent of two, rides a bike in any weather 🚲",
    "Curious. %t at weekends, data on weekdays",
    "",
};

void rel_words_name(char name[REL_WORDS_NAME], const rel_dice *dice, rel_lang lang)
{
    const bool fr = lang == REL_LANG_FR;
    snprintf(name, REL_WORDS_NAME, "%s %s", pick(dice, 1, fr ? LIST(first_fr) : LIST(first_en)),
             pick(dice, 2, fr ? LIST(last_fr) : LIST(last_en)));
}

void rel_words_handle(char handle[REL_WORDS_HANDLE], const rel_dice *dice, rel_lang lang, uint64_t number)
{
    char tail[16];
    size_t at = sizeof tail - 1;
    tail[at] = '\0';
    do {
        tail[--at] = "0123456789abcdefghijklmnopqrstuvwxyz"[number % 36];
        number /= 36;
    } while (number && at);
    snprintf(handle, REL_WORDS_HANDLE, "%s_%s",
             pick(dice, 3, lang == REL_LANG_FR ? LIST(stem_fr) : LIST(stem_en)), tail + at);
}

void rel_words_bio(char bio[REL_WORDS_BIO], const rel_dice *dice, rel_lang lang, int topic)
{
    rel_draft d;
    rel_draft_clear(&d);
    expand(&d, dice, lang, pick(dice, 4, lang == REL_LANG_FR ? LIST(bio_fr) : LIST(bio_en)), -1, topic);
    const size_t len = (size_t)(d.bytes < REL_WORDS_BIO ? d.bytes : 0);
    memcpy(bio, d.text, len);
    bio[len] = '\0';
}

const char *rel_words_place(const rel_dice *dice, rel_lang lang)
{
    return pick(dice, 5, lang == REL_LANG_FR ? LIST(places_fr) : LIST(places_en));
}
