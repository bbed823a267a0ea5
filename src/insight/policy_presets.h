/* The policies of datasets/policies, put into the program by CMake (src/insight/CMakeLists.txt). */
#ifndef REL_INSIGHT_POLICY_PRESETS_H
#define REL_INSIGHT_POLICY_PRESETS_H

#include <stddef.h>

extern const int rel_policy_presets;
extern const char *const rel_policy_preset_name[];
extern const char *const rel_policy_preset_json[];
extern const size_t rel_policy_preset_size[];

#endif
