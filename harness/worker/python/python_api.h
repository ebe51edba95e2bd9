#pragma once

/* The few entries of CPython's C API that the loop needs, looked up in whatever interpreter is running. Python.h of one
 * release must not leak in: one object file serves 3.9 and newer, static and shared, with and without the GIL. */

#include <stddef.h>

typedef struct assay_object assay_object; /* PyObject, opaque */

typedef assay_object* (*assay_function)(assay_object* self, assay_object* arguments);

/* PyMethodDef, part of the stable ABI. */
struct assay_method {
  const char* name;
  assay_function function;
  int flags;
  const char* doc;
};

/* vectorcallfunc, part of the API since 3.8 (PEP 590). */
typedef assay_object* (*assay_vectorcall)(assay_object* callable, assay_object* const* arguments, size_t flags,
                                          assay_object* names);

enum { ASSAY_METH_VARARGS = 1, ASSAY_METH_NOARGS = 4 };

struct assay_python_api {
  assay_object* (*PyObject_CallNoArgs)(assay_object*);
  assay_vectorcall (*PyVectorcall_Function)(assay_object*); /* may be absent, and may find none */
  assay_object* (*PyObject_CallFunction)(assay_object*, const char*, ...);
  void (*Py_DecRef)(assay_object*);
  assay_object* (*Py_BuildValue)(const char*, ...);
  int (*PyArg_ParseTuple)(assay_object*, const char*, ...);
  double (*PyFloat_AsDouble)(assay_object*);
  assay_object* (*PyErr_Occurred)(void);
  int (*PyErr_CheckSignals)(void);
  void (*PyErr_SetString)(assay_object*, const char*);
  assay_object* (*PyErr_SetFromErrno)(assay_object*);
  assay_object* (*PyModule_Create2)(void*, int);
  const char* (*Py_GetVersion)(void);
  int (*PyUnstable_Module_SetGIL)(assay_object*, void*); /* may be absent: 3.13 and newer */
  assay_object** PyExc_RuntimeError;
  assay_object** PyExc_OSError;
};

/* NULL, or the name of the first entry that this process does not have. */
const char* assay_python_api_find(struct assay_python_api* api);

/* A new module with these methods, or NULL with the exception set. */
assay_object* assay_python_module(const struct assay_python_api* api, const char* name, struct assay_method* methods);
