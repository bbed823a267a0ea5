#include "src/report/table.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "src/base/i18n.h"
#include "src/base/json_writer.h"
#include "src/base/progress.h"
#include "src/base/time.h"
#include "src/base/utf8.h"

enum { CELL_ROOM = 512, DIGITS = 6 };

rel_table rel_table_begin(rel_ctx *ctx, rel_outfile *out, rel_table_style style, const rel_column *column,
                          int columns)
{
    return (rel_table){.ctx = ctx, .out = out, .style = style, .column = column, .columns = columns};
}

/* --- filling -----------------------------------------------------------------------------------------------
 */

static void add_cell(rel_table *t, rel_cell cell)
{
    if (t->status == REL_OK)
        t->status =
            rel_grow(t->ctx, &t->cell, &t->cell_capacity, t->cells + 1, sizeof *t->cell, "rows of a table");
    if (t->status == REL_OK) t->cell[t->cells++] = cell;
}

void rel_table_text(rel_table *t, rel_str value)
{
    const rel_cell cell = {.missing = !value.s, .at = t->text.len, .len = value.len};
    if (value.s && t->status == REL_OK) t->status = rel_buf_add(t->ctx, &t->text, value.s, value.len);
    add_cell(t, cell);
}

void rel_table_i64(rel_table *t, int64_t value)
{
    add_cell(t, (rel_cell){.missing = value == INT64_MIN, .i = value});
}

void rel_table_f64(rel_table *t, double value)
{
    add_cell(t, (rel_cell){.missing = isnan(value), .f = value});
}

void rel_table_bool(rel_table *t, bool value)
{
    add_cell(t, (rel_cell){.i = value});
}

void rel_table_missing(rel_table *t)
{
    add_cell(t, (rel_cell){.missing = true});
}

static rel_str cell_text(const rel_table *t, const rel_cell *c)
{
    return (rel_str){t->text.data ? t->text.data + c->at : "", c->len};
}

/* --- JSON lines --------------------------------------------------------------------------------------------
 */

static void json_cell(const rel_table *t, rel_json *j, const char *key, rel_cell_type type, const rel_cell *c)
{
    char text[REL_TIME_TEXT];
    if (c->missing) {
        rel_json_null(j, key);
        return;
    }
    switch (type) {
    case REL_CELL_TEXT: rel_json_text(j, key, cell_text(t, c)); break;
    case REL_CELL_F64: rel_json_f64(j, key, c->f); break;
    case REL_CELL_BOOL: rel_json_bool(j, key, c->i != 0); break;
    case REL_CELL_TIME:
        rel_time_text(c->i, text);
        rel_json_text(j, key, rel_str_of(text));
        break;
    default: rel_json_i64(j, key, c->i);
    }
}

/* Neighbouring keys "scores.a", "scores.b" share one object. */
static void json_row(rel_table *t)
{
    rel_json j;
    const char *group = NULL;
    size_t group_len = 0;
    rel_json_init(&j, t->ctx);
    rel_json_begin_object(&j, NULL);
    for (int k = 0; k < t->columns; k++) {
        const char *key = t->column[k].key;
        if (!key) continue;
        const char *dot = strchr(key, '.');
        const size_t len = dot ? (size_t)(dot - key) : 0;
        const bool same = group && dot && len == group_len && memcmp(key, group, len) == 0;
        if (group && !same) rel_json_end_object(&j);
        if (dot && !same) {
            char name[64];
            snprintf(name, sizeof name, "%.*s", (int)len, key);
            rel_json_begin_object(&j, name);
        }
        group = dot ? key : NULL;
        group_len = len;
        json_cell(t, &j, dot ? dot + 1 : key, t->column[k].type, &t->cell[k]);
    }
    if (group) rel_json_end_object(&j);
    rel_json_end_object(&j);
    rel_json_newline(&j);
    if (j.status == REL_OK) rel_outfile_add(t->out, j.out.data, j.out.len);
    t->status = j.status;
    rel_buf_free(&j.out);
}

/* --- CSV (RFC 4180, lines end as everywhere else here)
 * ----------------------------------------------------------------------------------------
 */

static void csv_text(rel_outfile *out, rel_str s)
{
    bool quote = s.len == 0;
    for (size_t i = 0; i < s.len && !quote; i++)
        quote = s.s[i] == '"' || s.s[i] == ',' || s.s[i] == '\n' || s.s[i] == '\r';
    if (!quote) {
        rel_outfile_add(out, s.s, s.len);
        return;
    }
    rel_outfile_puts(out, "\"");
    for (size_t i = 0; i < s.len; i++) {
        if (s.s[i] == '"') rel_outfile_puts(out, "\"");
        rel_outfile_add(out, s.s + i, 1);
    }
    rel_outfile_puts(out, "\"");
}

static void csv_cell(const rel_table *t, rel_cell_type type, const rel_cell *c)
{
    char text[REL_F64_TEXT];
    if (c->missing) return;
    switch (type) {
    case REL_CELL_TEXT: csv_text(t->out, cell_text(t, c)); break;
    case REL_CELL_F64: rel_outfile_add(t->out, text, (size_t)rel_f64_text(c->f, false, text)); break;
    case REL_CELL_BOOL: rel_outfile_puts(t->out, c->i ? "true" : "false"); break;
    case REL_CELL_TIME:
        rel_time_text(c->i, text);
        rel_outfile_puts(t->out, text);
        break;
    default: rel_outfile_printf(t->out, "%" PRId64, c->i);
    }
}

static void csv_row(rel_table *t, bool header)
{
    const char *sep = "";
    for (int k = 0; k < t->columns; k++) {
        if (!t->column[k].key) continue;
        rel_outfile_puts(t->out, sep);
        if (header)
            csv_text(t->out, rel_str_of(t->column[k].key));
        else
            csv_cell(t, t->column[k].type, &t->cell[k]);
        sep = ",";
    }
    rel_outfile_puts(t->out, "\n");
}

/* --- eyes --------------------------------------------------------------------------------------------------
 */

static void bytes_text(double bytes, char *text, int size)
{
    char count[32];
    rel_human_count(count, sizeof count, bytes);
    snprintf(text, (size_t)size, strchr(count, ' ') ? "%sB" : "%s B", count);
}

/* Cuts at REL_TABLE_TEXT_WIDTH columns and says so with an ellipsis. */
static void shorten(char *text)
{
    if (rel_utf8_width(text) <= REL_TABLE_TEXT_WIDTH) return;
    size_t len = strlen(text);
    while (len > 0 && rel_utf8_width(text) > REL_TABLE_TEXT_WIDTH - 1) {
        do len--;
        while (len > 0 && ((unsigned char)text[len] & 0xC0) == 0x80);
        text[len] = '\0';
    }
    memcpy(text + len, "…", sizeof "…");
}

static void eyes_cell(const rel_table *t, int k, const rel_cell *c, char text[CELL_ROOM])
{
    const rel_column *column = &t->column[k];
    if (c->missing) {
        snprintf(text, CELL_ROOM, "-");
        return;
    }
    switch (column->type) {
    case REL_CELL_TEXT:
        snprintf(text, CELL_ROOM - 4, "%.*s", REL_STR_ARG(cell_text(t, c)));
        rel_utf8_printable(text);
        if (!(column->flags & REL_COLUMN_WHOLE)) shorten(text);
        break;
    case REL_CELL_F64: snprintf(text, CELL_ROOM, "%.*f", t->decimals[k], c->f); break;
    case REL_CELL_BYTES: bytes_text((double)c->i, text, CELL_ROOM); break;
    case REL_CELL_TIME: rel_time_text(c->i, text); break;
    case REL_CELL_BOOL: snprintf(text, CELL_ROOM, "%s", c->i ? _("yes") : _("no")); break;
    default: snprintf(text, CELL_ROOM, "%" PRId64, c->i);
    }
}

static bool all_have(const rel_table *t, int k, int decimals)
{
    const double unit = pow(10, -decimals);
    for (size_t at = (size_t)k; at < t->cells; at += (size_t)t->columns) {
        const double x = t->cell[at].missing ? 0 : t->cell[at].f;
        if (fabs(x - unit * round(x / unit)) > 1e-9 * unit) return false;
    }
    return true;
}

/* Decimals that show DIGITS digits of the largest number of a column; fewer when all numbers end before. */
static int decimals_of(const rel_table *t, int k)
{
    double largest = 0;
    for (size_t at = (size_t)k; at < t->cells; at += (size_t)t->columns) {
        const double x = t->cell[at].missing ? 0 : fabs(t->cell[at].f);
        if (isfinite(x) && x > largest) largest = x;
    }
    if (largest == 0) return 0;
    const int before = (int)floor(log10(largest)) + 1;
    int decimals = before >= DIGITS ? 0 : before < -8 ? DIGITS + 8 : DIGITS - before;
    while (decimals > 0 && all_have(t, k, decimals - 1)) decimals--;
    return decimals;
}

static bool right_aligned(rel_cell_type type)
{
    return type == REL_CELL_I64 || type == REL_CELL_F64 || type == REL_CELL_BYTES;
}

static int last_for_eyes(const rel_table *t)
{
    int last = -1;
    for (int k = 0; k < t->columns; k++)
        if (t->column[k].title) last = k;
    return last;
}

static void put_padded(const rel_table *t, int k, const char *text, bool first, bool last)
{
    const int pad = t->width[k] - rel_utf8_width(text);
    if (!first) rel_outfile_puts(t->out, "  ");
    if (right_aligned(t->column[k].type))
        rel_outfile_printf(t->out, "%*s%s", pad > 0 ? pad : 0, "", text);
    else
        rel_outfile_printf(t->out, "%s%*s", text, pad > 0 && !last ? pad : 0, "");
}

static void eyes_header(const rel_table *t)
{
    const int last = last_for_eyes(t);
    bool first = true;
    if (t->style.color) rel_outfile_puts(t->out, "\033[1m");
    for (int k = 0; k < t->columns; k++) {
        if (!t->column[k].title) continue;
        put_padded(t, k, _(t->column[k].title), first, k == last);
        first = false;
    }
    rel_outfile_puts(t->out, t->style.color ? "\033[0m\n" : "\n");
}

static void measure(rel_table *t, size_t rows)
{
    char text[CELL_ROOM];
    for (int k = 0; k < t->columns; k++) {
        const rel_column *column = &t->column[k];
        if (!column->title) continue;
        if (column->type == REL_CELL_F64) t->decimals[k] = decimals_of(t, k);
        const int title = rel_utf8_width(_(column->title));
        if (title > t->width[k]) t->width[k] = title;
        for (size_t r = 0; r < rows; r++) {
            eyes_cell(t, k, &t->cell[r * (size_t)t->columns + (size_t)k], text);
            const int width = rel_utf8_width(text);
            if (width > t->width[k]) t->width[k] = width;
        }
    }
}

static void eyes_block(rel_table *t)
{
    const size_t rows = t->columns ? t->cells / (size_t)t->columns : 0;
    const int last = last_for_eyes(t);
    char text[CELL_ROOM];
    if (!rows) return;
    measure(t, rows);
    if (t->rows == (int64_t)rows) eyes_header(t);
    for (size_t r = 0; r < rows; r++) {
        bool first = true;
        for (int k = 0; k < t->columns; k++) {
            if (!t->column[k].title) continue;
            eyes_cell(t, k, &t->cell[r * (size_t)t->columns + (size_t)k], text);
            put_padded(t, k, text, first, k == last);
            first = false;
        }
        rel_outfile_puts(t->out, "\n");
    }
}

static bool is_quiet(const rel_column *column, const rel_cell *c)
{
    if (!column->title) return true;
    if (!(column->flags & REL_COLUMN_QUIET)) return false;
    return c->missing || (column->type == REL_CELL_F64    ? c->f == 0
                          : column->type == REL_CELL_TEXT ? c->len == 0
                                                          : c->i == 0);
}

static void eyes_card(rel_table *t)
{
    char text[CELL_ROOM];
    int width = 0;
    for (int k = 0; k < t->columns; k++) {
        if (t->column[k].type == REL_CELL_F64) t->decimals[k] = decimals_of(t, k);
        const int title = is_quiet(&t->column[k], &t->cell[k]) ? 0 : rel_utf8_width(_(t->column[k].title));
        if (title > width) width = title;
    }
    if (t->rows > 1) rel_outfile_puts(t->out, "\n");
    for (int k = 0; k < t->columns; k++) {
        if (is_quiet(&t->column[k], &t->cell[k])) continue;
        const char *title = _(t->column[k].title);
        eyes_cell(t, k, &t->cell[k], text);
        rel_outfile_printf(t->out, "%s%*s  %s\n", title, width - rel_utf8_width(title), "", text);
    }
}

/* --- rows --------------------------------------------------------------------------------------------------
 */

static void empty(rel_table *t)
{
    t->cells = 0;
    t->text.len = 0;
}

void rel_table_end_row(rel_table *t)
{
    if (t->status != REL_OK) return;
    t->rows++;
    if (t->style.form == REL_TABLE_EYES && !t->style.card) {
        if (t->cells < (size_t)t->columns * REL_TABLE_BLOCK_ROWS) return;
        eyes_block(t);
    } else if (t->style.form == REL_TABLE_EYES) {
        eyes_card(t);
    } else if (t->style.form == REL_TABLE_JSON) {
        json_row(t);
    } else {
        if (t->rows == 1) csv_row(t, true);
        csv_row(t, false);
    }
    if (t->status == REL_OK) t->status = t->out->status;
    empty(t);
}

rel_status rel_table_end(rel_table *t)
{
    if (t->status == REL_OK) {
        if (t->style.form == REL_TABLE_EYES && !t->style.card) eyes_block(t);
        if (t->style.form == REL_TABLE_CSV && t->rows == 0) csv_row(t, true);
        t->status = t->out->status;
    }
    free(t->cell);
    rel_buf_free(&t->text);
    const rel_status st = t->status;
    *t = (rel_table){.status = st};
    return st;
}
