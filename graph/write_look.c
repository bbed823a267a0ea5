#include "graph/write_look.h"

#include <inttypes.h>
#include <math.h>

#include "src/base/hash.h"
#include "src/base/sort.h"

/* Found by simulated annealing over the smallest CIELAB distance of any two, seen with normal sight and with
 * protanopia, deuteranopia and tritanopia as in Machado, Oliveira, Fernandes, "A physiologically-based model
 * for simulation of color vision deficiency", IEEE TVCG 15(6), 2009. tests/writers/palette.py measures it
 * again. */
const rel_rgb rel_palette[REL_PALETTE] = {
    {35, 77, 168}, {243, 76, 0},    {62, 230, 129}, {117, 8, 238},   {250, 204, 15},
    {166, 0, 94},  {241, 122, 255}, {128, 66, 32},  {176, 176, 176},
};

enum { OTHERS = REL_PALETTE - 1 };

static bool is_number(const rel_attribute *a)
{
    return a->type != REL_ATTRIBUTE_TEXT;
}

/* The vertex attribute that an option names. */
static rel_status named(rel_ctx *ctx, const rel_write_plan *p, const char *name, const rel_attribute **found)
{
    const rel_attributes *all = &p->g->vertex_attributes;
    const char *near = NULL;
    int least = 3;
    *found = rel_attribute_find(all, name);
    if (*found) return REL_OK;
    for (int i = 0; i < all->count; i++) {
        const int d = rel_str_distance(name, all->column[i].name);
        if (d < least) {
            least = d;
            near = all->column[i].name;
        }
    }
    const rel_status st = rel_fail(ctx, REL_E_USAGE, "the accounts have no attribute '%s'", name);
    return near ? rel_hint(ctx, "did you mean '%s'?", near) : st;
}

/* One run of equal values among the sorted vertices. */
typedef struct category {
    int64_t count, first; /* number of vertices, position among the sorted */
    uint64_t vertex;      /* the smallest one */
} category;

static uint64_t category_key(const rel_attribute *a, int64_t i)
{
    if (a->type == REL_ATTRIBUTE_I64) return (uint64_t)a->value.i64[i];
    if (a->type == REL_ATTRIBUTE_BOOL) return a->value.b[i];
    const rel_str text = rel_attribute_text(a, i);
    return rel_hash64(text.s, text.len);
}

/* The largest categories, ties by the smallest vertex, best first; returns their number. */
static int largest(const rel_sort_item *item, int64_t n, category top[OTHERS])
{
    int found = 0;
    for (int64_t i = 0, next; i < n; i = next) {
        for (next = i + 1; next < n && item[next].key == item[i].key;) next++;
        const category c = {next - i, i, item[i].value};
        int at = found < OTHERS ? found++ : OTHERS;
        while (at > 0 && (top[at - 1].count < c.count ||
                          (top[at - 1].count == c.count && top[at - 1].vertex > c.vertex))) {
            if (at < OTHERS) top[at] = top[at - 1];
            at--;
        }
        if (at < OTHERS) top[at] = c;
    }
    return found;
}

static rel_status choose_categories(rel_ctx *ctx, rel_write_plan *p)
{
    rel_status st;
    const rel_vid n = p->g->n;
    uint8_t *index = NULL;
    rel_sort_item *item = NULL;
    category top[OTHERS];
    REL_TRY(rel_scratch(ctx, &index, n, sizeof *index, "colours"));
    p->category = index;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(rel_scratch(ctx, &item, n, sizeof *item, "colours"));
    int64_t there = 0;
    for (rel_vid v = 0; v < n; v++) {
        index[v] = OTHERS;
        if (!rel_attribute_is_missing(p->color, v))
            item[there++] = (rel_sort_item){category_key(p->color, v), v};
    }
    st = rel_sort_radix(ctx, item, there);
    const int found = st == REL_OK ? largest(item, there, top) : 0;
    for (int k = 0; k < found; k++)
        for (int64_t i = 0; i < top[k].count; i++) index[item[top[k].first + i].value] = (uint8_t)k;
    rel_scratch_release(ctx, mark);
out:
    return st;
}

/* Smallest and span of the finite values; false when there are not two different ones. */
static bool value_range(const rel_attribute *a, double *min, double *range)
{
    double low = (double)INFINITY, high = -(double)INFINITY;
    for (int64_t i = 0; i < a->count; i++) {
        const double x = rel_attribute_f64(a, i); /* NaN when missing */
        if (!isfinite(x)) continue;
        if (x < low) low = x;
        if (x > high) high = x;
    }
    *min = low;
    *range = high / 2 - low / 2; /* halves: the difference of two doubles may be no double */
    return low<high && * range> 0;
}

static double part_of_range(double x, double min, double range)
{
    return isfinite(x) ? (x / 2 - min / 2) / range : 0;
}

static bool is_channel(const rel_attribute *a)
{
    if (!a || a->type == REL_ATTRIBUTE_TEXT) return false;
    for (int64_t i = 0; i < a->count; i++) {
        const double x = rel_attribute_f64(a, i);
        if (!(x >= 0 && x <= 255)) return false;
    }
    return true;
}

static void choose_own(rel_write_plan *p)
{
    const rel_attributes *all = &p->g->vertex_attributes;
    const rel_attribute *r = rel_attribute_find(all, "r"), *g = rel_attribute_find(all, "g"),
                        *b = rel_attribute_find(all, "b");
    if (!is_channel(r) || !is_channel(g) || !is_channel(b)) return;
    p->colors = REL_COLORS_OWN;
    p->color = r;
    p->green = g;
    p->blue = b;
}

rel_status rel_write_choose_colors(rel_ctx *ctx, rel_write_plan *p)
{
    rel_status st = REL_OK;
    const char *by = p->opts.color_by;
    if (by && !*by) return REL_OK;
    if (by)
        REL_TRY(named(ctx, p, by, &p->color));
    else
        p->color = rel_attribute_find(&p->g->vertex_attributes, "community");
    if (!p->color) {
        choose_own(p);
    } else if (p->color->type == REL_ATTRIBUTE_F32 || p->color->type == REL_ATTRIBUTE_F64) {
        if (value_range(p->color, &p->color_min, &p->color_range)) p->colors = REL_COLORS_GRADIENT;
    } else {
        p->colors = REL_COLORS_CATEGORY;
        REL_TRY(choose_categories(ctx, p));
    }
out:
    return st;
}

/* Dark violet to light yellow, lightness rising evenly. */
static rel_rgb gradient(double t)
{
    static const rel_rgb STOP[] = {
        {54, 14, 92}, {52, 74, 148}, {28, 132, 140}, {92, 186, 92}, {244, 228, 64}};
    enum { PARTS = sizeof STOP / sizeof *STOP - 1 };
    const int k = t >= 1 ? PARTS - 1 : (int)(t * PARTS);
    const double f = t * PARTS - k;
    const rel_rgb a = STOP[k], b = STOP[k + 1];
    return (rel_rgb){(uint8_t)lround(a.r + f * (b.r - a.r)), (uint8_t)lround(a.g + f * (b.g - a.g)),
                     (uint8_t)lround(a.b + f * (b.b - a.b))};
}

bool rel_write_vertex_color(const rel_write_plan *p, rel_vid v, rel_rgb *rgb)
{
    switch (p->colors) {
    case REL_COLORS_NONE: return false;
    case REL_COLORS_CATEGORY: *rgb = rel_palette[p->category[v]]; return true;
    case REL_COLORS_OWN:
        *rgb = (rel_rgb){(uint8_t)rel_attribute_f64(p->color, v), (uint8_t)rel_attribute_f64(p->green, v),
                         (uint8_t)rel_attribute_f64(p->blue, v)};
        return true;
    case REL_COLORS_GRADIENT: break;
    }
    const double x = rel_attribute_f64(p->color, v);
    *rgb = isfinite(x) ? gradient(part_of_range(x, p->color_min, p->color_range)) : rel_palette[OTHERS];
    return true;
}

rel_rgb rel_write_layer_color(rel_kind kind)
{
    return rel_palette[kind];
}

bool rel_write_edge_color(const rel_write_plan *p, int layer, rel_rgb *rgb)
{
    if (p->layers < 2 || layer < 0) return false;
    *rgb = rel_write_layer_color(p->layer[layer].kind);
    return true;
}

static rel_status count_in_degrees(rel_ctx *ctx, const rel_graph *g, const int64_t **result)
{
    rel_status st;
    int64_t *degree = NULL;
    REL_TRY(rel_scratch(ctx, &degree, g->n, sizeof *degree, "in-degrees"));
    if (g->in.off)
        for (rel_vid v = 0; v < g->n; v++) degree[v] = g->in.off[v + 1] - g->in.off[v];
    else
        for (rel_eid e = 0; e < g->m; e++) degree[g->out.adj[e]]++;
    *result = degree;
out:
    return st;
}

static rel_status size_by_degree(rel_ctx *ctx, rel_write_plan *p)
{
    int64_t low = INT64_MAX, high = INT64_MIN;
    const rel_status st = count_in_degrees(ctx, p->g, &p->in_degree);
    if (st != REL_OK) return st;
    for (rel_vid v = 0; v < p->g->n; v++) {
        if (p->in_degree[v] < low) low = p->in_degree[v];
        if (p->in_degree[v] > high) high = p->in_degree[v];
    }
    p->size_min = (double)low;
    p->size_range = (double)high / 2 - (double)low / 2;
    if (low < high) p->size_name = p->g->directed ? "in-degree" : "degree";
    return REL_OK;
}

rel_status rel_write_choose_sizes(rel_ctx *ctx, rel_write_plan *p)
{
    static const char *const USUAL[] = {"score", "in_degree", "size"};
    rel_status st = REL_OK;
    const char *by = p->opts.size_by;
    if (by && !*by) return REL_OK;
    if (by) REL_TRY(named(ctx, p, by, &p->size));
    for (size_t i = 0; !by && !p->size && i < sizeof USUAL / sizeof *USUAL; i++) {
        p->size = rel_attribute_find(&p->g->vertex_attributes, USUAL[i]);
        if (p->size && !is_number(p->size)) p->size = NULL;
    }
    if (!p->size) return p->g->n ? size_by_degree(ctx, p) : REL_OK;
    if (!is_number(p->size))
        return rel_fail(ctx, REL_E_USAGE, "sizes need numbers, and the attribute '%s' is text",
                        p->size->name);
    if (value_range(p->size, &p->size_min, &p->size_range)) p->size_name = p->size->name;
out:
    return st;
}

double rel_write_size(const rel_write_plan *p, rel_vid v)
{
    const double x = p->size ? rel_attribute_f64(p->size, v) : (double)p->in_degree[v];
    return REL_WRITE_SIZE_MIN +
           (REL_WRITE_SIZE_MAX - REL_WRITE_SIZE_MIN) * part_of_range(x, p->size_min, p->size_range);
}

static double mean(const rel_attribute *a)
{
    double sum = 0;
    for (int64_t i = 0; i < a->count; i++) sum += rel_attribute_f64(a, i) / (double)a->count;
    return sum;
}

static double farthest(const rel_attribute *a, double center)
{
    double far = 0;
    for (int64_t i = 0; i < a->count; i++) far = fmax(far, fabs(rel_attribute_f64(a, i) - center));
    return far;
}

static int64_t without_position(const rel_attribute *x, const rel_attribute *y)
{
    int64_t count = 0;
    for (int64_t i = 0; i < x->count; i++)
        count += !isfinite(rel_attribute_f64(x, i)) || !isfinite(rel_attribute_f64(y, i));
    return count;
}

void rel_write_choose_positions(rel_ctx *ctx, rel_write_plan *p)
{
    const rel_attribute *x = rel_attribute_find(&p->g->vertex_attributes, "x"),
                        *y = rel_attribute_find(&p->g->vertex_attributes, "y");
    if (!x || !y || !is_number(x) || !is_number(y) || !p->g->n) return;
    const int64_t without = without_position(x, y);
    if (without) {
        rel_note(ctx, "%" PRId64 " of %" PRIu32 " accounts have no position: none is written", without,
                 p->g->n);
        return;
    }
    p->x_center = mean(x);
    p->y_center = mean(y);
    const double far = fmax(farthest(x, p->x_center), farthest(y, p->y_center));
    /* About as much room for each vertex, whatever their number, up to what Gephi leaves as it is. */
    p->reach = fmin(fmax(100 * sqrt((double)p->g->n), 500), 5000);
    p->scale = p->reach / far;
    if (!(far > 0) || !isfinite(far) || !isfinite(p->scale)) return;
    p->x = x;
    p->y = y;
}

void rel_write_position(const rel_write_plan *p, rel_vid v, double *x, double *y)
{
    *x = (rel_attribute_f64(p->x, v) - p->x_center) * p->scale;
    *y = (rel_attribute_f64(p->y, v) - p->y_center) * p->scale;
}
