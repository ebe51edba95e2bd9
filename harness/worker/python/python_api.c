#define _GNU_SOURCE
#include "harness/worker/python/python_api.h"

#include <dlfcn.h>
#include <string.h>

const char* assay_python_api_find(struct assay_python_api* api) {
  const struct {
    const char* name;
    void* place;
  } needed[] = {
#define ENTRY(name) {#name, &api->name}
      ENTRY(PyObject_CallNoArgs), ENTRY(PyObject_CallFunction), ENTRY(Py_DecRef),        ENTRY(Py_BuildValue),
      ENTRY(PyArg_ParseTuple),    ENTRY(PyFloat_AsDouble),      ENTRY(PyErr_Occurred),   ENTRY(PyErr_CheckSignals),
      ENTRY(PyErr_SetString),     ENTRY(PyErr_SetFromErrno),    ENTRY(PyModule_Create2), ENTRY(Py_GetVersion),
      ENTRY(PyExc_RuntimeError),  ENTRY(PyExc_OSError),
#undef ENTRY
  };
  for (size_t i = 0; i < sizeof needed / sizeof *needed; ++i) {
    void* found = dlsym(RTLD_DEFAULT, needed[i].name);
    if (found == NULL) return needed[i].name;
    memcpy(needed[i].place, &found, sizeof found);
  }
  void* vectorcall = dlsym(RTLD_DEFAULT, "PyVectorcall_Function");
  memcpy(&api->PyVectorcall_Function, &vectorcall, sizeof vectorcall);
  void* set_gil = dlsym(RTLD_DEFAULT, "PyUnstable_Module_SetGIL");
  memcpy(&api->PyUnstable_Module_SetGIL, &set_gil, sizeof set_gil);
  return NULL;
}

/* PyModuleDef: an object head, then m_init, m_index, m_copy of its base, then these. The head is a reference count and
 * a type, 16 bytes; builds without the GIL keep owner, mutex and two counts there, 32 bytes. */
struct module_tail {
  void* init;
  ptrdiff_t index;
  void* copy;
  const char* name;
  const char* doc;
  ptrdiff_t size;
  struct assay_method* methods;
  void *slots, *traverse, *clear, *free;
};

enum { HEAD_WITH_GIL = 16, HEAD_FREE_THREADED = 32, PYTHON_API_VERSION = 1013 };

assay_object* assay_python_module(const struct assay_python_api* api, const char* name, struct assay_method* methods) {
  static _Alignas(16) unsigned char definition[HEAD_FREE_THREADED + sizeof(struct module_tail)];
  const int free_threaded = strstr(api->Py_GetVersion(), "free-threading") != NULL;
  const struct module_tail tail = {.name = name, .size = -1, .methods = methods};
  memcpy(definition + (free_threaded ? HEAD_FREE_THREADED : HEAD_WITH_GIL), &tail, sizeof tail);
  if (!free_threaded) definition[0] = 1; /* the reference count of a static object */
  assay_object* module = api->PyModule_Create2(definition, PYTHON_API_VERSION);
  void* const gil_not_used = (void*)1; /* Py_MOD_GIL_NOT_USED: importing the loop must not switch the GIL on */
  if (module != NULL && free_threaded && api->PyUnstable_Module_SetGIL != NULL) {
    api->PyUnstable_Module_SetGIL(module, gil_not_used);
  }
  return module;
}
