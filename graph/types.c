#include "graph/types.h"

const char *rel_kind_word(rel_kind kind)
{
    switch (kind) {
#define X(name, word)                                                                                        \
    case REL_KIND_##name: return word;
        REL_KIND_LIST(X)
#undef X
    case REL_KIND_COUNT: break;
    }
    return "unknown";
}
