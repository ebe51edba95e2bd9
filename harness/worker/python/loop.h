#pragma once

/* The module `assay_loop`: the timing loop of both CPython routes. The exe route imports it as an extension; the embed
 * route registers the same code with PyImport_AppendInittab. */

#ifdef __cplusplus
extern "C" {
#endif

/* A new reference to the module, or NULL with the exception set. */
void* PyInit_assay_loop(void);

#ifdef __cplusplus
}
#endif
