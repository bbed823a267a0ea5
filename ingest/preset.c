#include "ingest/preset.h"

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>

#include "ingest/preset_texts.h"
#include "src/base/i18n.h"
#include "src/base/input.h"

enum { NEAR = 4 };

const char *rel_preset_builtin(int i)
{
    return i >= 0 && i < rel_preset_texts ? rel_preset_text_name[i] : NULL;
}

rel_str rel_preset_builtin_text(int i)
{
    if (!rel_preset_builtin(i)) return REL_STR_MISSING;
    return (rel_str){rel_preset_text_json[i], rel_preset_text_size[i]};
}

/* -------- files -------- */

void rel_preset_folder(char folder[REL_PRESET_FOLDER])
{
    const char *config = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");
    folder[0] = '\0';
    /* A relative path there is to be ignored. */
    if (config && config[0] == '/')
        snprintf(folder, REL_PRESET_FOLDER, "%s/relais/presets", config);
    else if (home && home[0] == '/')
        snprintf(folder, REL_PRESET_FOLDER, "%s/.config/relais/presets", home);
}

static rel_status read_file(rel_ctx *ctx, const char *path, rel_preset **preset)
{
    rel_status st;
    rel_input *in = NULL;
    rel_str content;
    *preset = NULL;
    REL_TRY(rel_input_open(ctx, path, &in));
    REL_TRY(rel_input_whole(ctx, in, &content));
    st = rel_preset_parse(ctx, content, path, preset);
out:
    rel_input_close(in);
    return st;
}

static rel_status each_of_folder(rel_ctx *ctx, rel_preset_take *take, void *user)
{
    char folder[REL_PRESET_FOLDER], pattern[REL_PRESET_FOLDER + 16];
    rel_status st = REL_OK;
    glob_t found = {0};
    rel_preset_folder(folder);
    if (!folder[0]) return REL_OK;
    snprintf(pattern, sizeof pattern, "%s/*.json", folder);
    if (glob(pattern, 0, NULL, &found) != 0) found.gl_pathc = 0;
    for (size_t i = 0; i < found.gl_pathc && st == REL_OK; i++) {
        rel_preset *preset;
        st = read_file(ctx, found.gl_pathv[i], &preset);
        if (st == REL_OK) {
            st = take(ctx, user, preset);
        } else if (st != REL_E_MEM) {
            rel_note(ctx, "left out: %s", ctx->message);
            rel_forgive(ctx);
            st = REL_OK;
        }
    }
    globfree(&found);
    return st;
}

rel_status rel_preset_each(rel_ctx *ctx, rel_preset_take *take, void *user)
{
    for (int i = 0; rel_preset_builtin(i); i++) {
        rel_preset *preset;
        rel_status st = rel_preset_parse(ctx, rel_preset_builtin_text(i), rel_preset_builtin(i), &preset);
        if (st == REL_OK) st = take(ctx, user, preset);
        if (st != REL_OK) return st;
    }
    return each_of_folder(ctx, take, user);
}

/* -------- by name -------- */

rel_status rel_preset_find(rel_ctx *ctx, const char *name, rel_preset **preset)
{
    char path[REL_PRESET_FOLDER + REL_PRESET_NAME + 16];
    *preset = NULL;
    for (int i = 0; rel_preset_builtin(i); i++)
        if (strcmp(rel_preset_builtin(i), name) == 0)
            return rel_preset_parse(ctx, rel_preset_builtin_text(i), name, preset);
    if (strlen(name) >= REL_PRESET_NAME || strchr(name, '/')) return REL_OK;
    rel_preset_folder(path);
    if (!path[0]) return REL_OK;
    const size_t len = strlen(path);
    snprintf(path + len, sizeof path - len, "/%s.json", name);
    const rel_status st = read_file(ctx, path, preset);
    if (st != REL_E_IO) return st;
    rel_forgive(ctx);
    return REL_OK;
}

static rel_status no_such_preset(rel_ctx *ctx, const char *name)
{
    const char *near = NULL;
    int distance = NEAR;
    for (int i = 0; rel_preset_builtin(i); i++) {
        const int d = rel_str_distance(name, rel_preset_builtin(i));
        if (d >= distance) continue;
        distance = d;
        near = rel_preset_builtin(i);
    }
    rel_fail(ctx, REL_E_USAGE, "option '--preset': no preset is called '%s'", name);
    if (near) return rel_hint(ctx, "did you mean '%s'?", near);
    return rel_hint(ctx, "'relais formats' lists them");
}

rel_status rel_preset_open(rel_ctx *ctx, const char *name, rel_preset **preset)
{
    const rel_status st = rel_preset_find(ctx, name, preset);
    if (st != REL_OK || *preset) return st;
    return strpbrk(name, "./") ? read_file(ctx, name, preset) : no_such_preset(ctx, name);
}

/* -------- columns -------- */

/* Case does not matter; "Score*" is any name that begins so. */
static bool is_named(rel_str column, const char *name)
{
    char start[256];
    size_t len = strlen(name);
    if (len < 2 || name[len - 1] != '*') return rel_str_is_nocase(column, name);
    len--;
    if (column.len < len || len >= sizeof start) return false;
    memcpy(start, name, len);
    start[len] = '\0';
    return rel_str_is_nocase((rel_str){column.s, len}, start);
}

static int find_name(const rel_str *header, size_t count, const char *name)
{
    for (size_t c = 0; c < count; c++)
        if (rel_str_is(header[c], name)) return (int)c;
    for (size_t c = 0; c < count; c++)
        if (is_named(rel_str_trim(header[c]), name)) return (int)c;
    return REL_NO_COLUMN;
}

bool rel_preset_fits(const rel_preset *p, const rel_str *header, size_t count)
{
    if (!p->has_count || !header) return false;
    for (size_t i = 0; i < p->has_count; i++)
        if (find_name(header, count, p->has[i]) < 0) return false;
    for (size_t i = 0; i < p->lacks_count; i++)
        if (find_name(header, count, p->lacks[i]) >= 0) return false;
    return true;
}

static bool is_taken(const int *column, size_t roles, int c)
{
    for (size_t r = 0; r < roles; r++)
        if (column[r] == c) return true;
    return false;
}

rel_status rel_preset_columns(rel_ctx *ctx, const rel_role_set *set, const rel_columns *columns,
                              const char *map, const rel_preset *preset, int *column, rel_more_columns *more)
{
    int mapped[REL_ROLE_MAX];
    for (size_t r = 0; r < REL_ROLE_MAX; r++) {
        more->constant[r] = REL_STR_MISSING;
        for (size_t i = 0; i < REL_ROLE_COLUMNS - 1; i++) more->other[r][i] = REL_NO_COLUMN;
    }
    /* Without a preset the header may decide; with one --map decides only what it names. */
    if (!preset || (map && *map)) {
        const rel_status st = rel_mapping_make(ctx, set, columns, map, column);
        if (st != REL_OK || !preset) return st;
    } else {
        for (size_t r = 0; r < set->roles; r++) column[r] = REL_NO_COLUMN;
    }
    memcpy(mapped, column, set->roles * sizeof *column);
    for (size_t r = 0; r < set->roles; r++) {
        const rel_preset_role *role = &preset->role[r];
        size_t others = 0;
        if (mapped[r] >= 0) continue;
        more->constant[r] = rel_str_of(role->constant);
        for (size_t i = 0; i < role->columns; i++) {
            const int c =
                columns->header ? find_name(columns->header, columns->count, role->column[i]) : REL_NO_COLUMN;
            if (c < 0 || is_taken(mapped, set->roles, c)) continue;
            if (column[r] < 0)
                column[r] = c;
            else
                more->other[r][others++] = c;
        }
    }
    return REL_OK;
}

rel_str rel_preset_cell(const rel_preset *preset, const int *column, const rel_more_columns *more,
                        size_t role, const rel_str *field, size_t fields)
{
    const rel_str cell = rel_mapping_cell(column, more, role, field, fields);
    for (size_t i = 0; i < preset->missing_count && cell.len; i++)
        if (rel_str_is(cell, preset->missing[i])) return REL_STR_MISSING;
    return cell;
}

void rel_preset_note_names(rel_ctx *ctx, const char *path, const rel_preset *preset)
{
    if (preset && preset->author == REL_AUTHOR_NAME)
        rel_note(ctx,
                 "'%s': accounts are told apart by site and displayed name only: two people of one name are "
                 "one account",
                 path);
}
