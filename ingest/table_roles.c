#include "ingest/table_roles.h"

#include "src/base/i18n.h"

static const rel_role EDGE_ROLES[] = {
#define X(role, name, names) {name, names},
    REL_EDGE_ROLE_LIST(X)
#undef X
};

static const rel_role POST_ROLES[] = {
#define X(role, name, names) {name, names},
    REL_POST_ROLE_LIST(X)
#undef X
};

_Static_assert((int)REL_EDGE_ROLES <= (int)REL_ROLE_MAX, "too many roles");
_Static_assert((int)REL_POST_ROLES <= (int)REL_ROLE_MAX, "too many roles");

const rel_role_set rel_edge_roles = {N_("edges"), EDGE_ROLES, REL_EDGE_ROLES};
const rel_role_set rel_post_roles = {N_("posts"), POST_ROLES, REL_POST_ROLES};
