#include "graph/pajek_values.h"

#include "graph/pajek_details.h"

/* "C:\data\sex.clu" is called sex. */
static rel_str short_name(rel_str name)
{
    for (size_t i = name.len; i > 0; i--) {
        if (name.s[i - 1] != '/' && name.s[i - 1] != '\\') continue;
        name = (rel_str){name.s + i, name.len - i};
        break;
    }
    if (name.len <= 4) return name;
    const rel_str end = {name.s + name.len - 4, 4};
    if (rel_str_is_nocase(end, ".clu") || rel_str_is_nocase(end, ".vec")) name.len -= 4;
    return name;
}

void rel_pajek_begin_values(rel_pajek_values *p, bool is_partition, rel_str rest, int64_t line)
{
    p->name = short_name(rel_str_trim(rest));
    if (!p->name.len) p->name = is_partition ? REL_STR_LIT("partition") : REL_STR_LIT("vector");
    p->type = is_partition ? REL_IMPORT_WHOLE : REL_IMPORT_NUMBER;
    p->line = line;
    p->column = -1;
    p->row = p->rows = 0;
}

rel_status rel_pajek_take_count(rel_pajek_values *p, rel_text_file *f, rel_str rest, int64_t n)
{
    rel_str found, name;
    int64_t rows;
    if (n == 0 || !rel_word_i64(&rest, &rel_pajek_words, &rows, &found) || rows != n) {
        p->left_out++;
        return REL_OK;
    }
    p->rows = rows;
    const rel_status st = rel_text_plain(f, p->name, &name);
    return st == REL_OK ? rel_import_column(f->imp, REL_IMPORT_VERTICES, name, p->type, &p->column) : st;
}

rel_status rel_pajek_take_values(rel_pajek_values *p, rel_text_file *f, rel_str line)
{
    rel_status st = REL_OK;
    rel_word word;
    while (p->column >= 0 && rel_word_next(&line, &rel_pajek_words, &word)) {
        double value;
        if (!rel_str_to_f64(word.text, &value))
            return rel_fail(f->ctx, REL_E_DATA,
                            "'%s' line %" PRId64
                            ": expected the number of a vertex's class or value, found '%.*s'",
                            REL_TEXT_AT(f), REL_SHOWN(word.text));
        if (p->row == p->rows)
            return rel_fail(f->ctx, REL_E_DATA,
                            "'%s' line %" PRId64 ": expected one value for each of %" PRId64
                            " vertices, found another",
                            REL_TEXT_AT(f), p->rows);
        REL_TRY(rel_import_set(f->imp, REL_IMPORT_VERTICES, p->column, p->row++, word.text, f->lines.number));
    }
out:
    return st;
}

rel_status rel_pajek_end_values(rel_pajek_values *p, rel_text_file *f)
{
    if (p->row == p->rows) return REL_OK;
    return rel_fail(f->ctx, REL_E_DATA,
                    "'%s' line %" PRId64 ": expected one value for each of %" PRId64
                    " vertices, found %" PRId64,
                    f->path, p->line, p->rows, p->row);
}
