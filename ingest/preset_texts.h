/* The presets of datasets/presets, put into the program by CMake (ingest/CMakeLists.txt). */
#ifndef REL_INGEST_PRESET_TEXTS_H
#define REL_INGEST_PRESET_TEXTS_H

#include <stddef.h>

extern const int rel_preset_texts;
extern const char *const rel_preset_text_name[];
extern const char *const rel_preset_text_json[];
extern const size_t rel_preset_text_size[];

#endif
