#include "harness/worker/python/loop.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "harness/worker/python/python_api.h"
#include "harness/worker/turns.h"

static struct assay_python_api api;
static struct assay_turns turns;
static int opened = 0;
static char config_text[ASSAY_WIRE_LARGEST];

static assay_object* raise_errno(int code) {
  errno = code;
  return api.PyErr_SetFromErrno(*api.PyExc_OSError);
}

static assay_object* none_or_errno(long status) {
  return status < 0 ? raise_errno((int)-status) : api.Py_BuildValue("");
}

/* config() -> str: what this process shall measure; connects to the leader. */
static assay_object* loop_config(assay_object* self, assay_object* unused) {
  (void)self;
  (void)unused;
  int status = opened ? 0 : assay_turns_open(&turns);
  if (status < 0) return raise_errno(-status);
  opened = 1;
  const long length = assay_turns_config(&turns, config_text, sizeof config_text);
  if (length < 0) return raise_errno((int)-length);
  return api.Py_BuildValue("s", config_text);
}

static assay_object* send_text(assay_object* arguments, uint16_t type) {
  const char* text; /* "s", not "s#", whose type changed from int to Py_ssize_t in 3.10 */
  if (!api.PyArg_ParseTuple(arguments, "s", &text)) return NULL;
  return none_or_errno(assay_turns_send(&turns, type, text, strlen(text)));
}

static assay_object* loop_ready(assay_object* self, assay_object* arguments) {
  (void)self;
  return send_text(arguments, ASSAY_READY);
}

static assay_object* loop_failed(assay_object* self, assay_object* arguments) {
  (void)self;
  return send_text(arguments, ASSAY_FAILED);
}

static assay_object* loop_result(assay_object* self, assay_object* arguments) {
  (void)self;
  return send_text(arguments, ASSAY_RESULT);
}

/* What PyObject_CallNoArgs would find at each call, found once: about 6 ns less in 3.12 and 3.13. */
static int call_directly(assay_vectorcall call, assay_object* function, uint64_t iterations) {
  void (*const release)(assay_object*) = api.Py_DecRef;
  for (; iterations != 0; --iterations) {
    assay_object* result = call(function, NULL, 0, NULL);
    if (result == NULL) return -1;
    release(result);
  }
  return 0;
}

/* The loop itself: one call, one release. Signals are looked at between slices, for that costs 2 ns. */
static int call_times(assay_object* function, uint64_t iterations) {
  const assay_vectorcall direct = api.PyVectorcall_Function == NULL ? NULL : api.PyVectorcall_Function(function);
  if (direct != NULL) return call_directly(direct, function, iterations);
  assay_object* (*const call)(assay_object*) = api.PyObject_CallNoArgs;
  void (*const release)(assay_object*) = api.Py_DecRef;
  for (; iterations != 0; --iterations) {
    assay_object* result = call(function);
    if (result == NULL) return -1;
    release(result);
  }
  return 0;
}

/* function(iterations) -> the seconds it took, in ns; -1 with the exception set. */
static int64_t call_timed(assay_object* function, uint64_t iterations) {
  assay_object* result = api.PyObject_CallFunction(function, "K", (unsigned long long)iterations);
  if (result == NULL) return -1;
  const double seconds = api.PyFloat_AsDouble(result);
  api.Py_DecRef(result);
  if (api.PyErr_Occurred() != NULL) return -1;
  if (!(seconds >= 0 && seconds < 1e9)) {
    char what[96];
    snprintf(what, sizeof what, "the workload timed itself and returned %g seconds", seconds);
    api.PyErr_SetString(*api.PyExc_RuntimeError, what);
    return -1;
  }
  return (int64_t)(seconds * 1e9 + 0.5);
}

static int one_slice(assay_object* function, int times_itself) {
  int64_t wall_ns = -1;
  assay_slice_begin(&turns);
  if (times_itself) {
    wall_ns = call_timed(function, turns.iterations);
    if (wall_ns < 0) return -1;
  } else if (call_times(function, turns.iterations) < 0) {
    return -1;
  }
  const int status = assay_slice_end(&turns, wall_ns);
  if (status < 0) {
    raise_errno(-status);
    return -1;
  }
  return api.PyErr_CheckSignals();
}

/* serve(function, times_itself) -> None: takes turns until the leader asks to finish. The GIL is kept while waiting, so
 * that threads of the workload rest too. */
static assay_object* loop_serve(assay_object* self, assay_object* arguments) {
  (void)self;
  assay_object* function;
  int times_itself;
  if (!api.PyArg_ParseTuple(arguments, "Op", &function, &times_itself)) return NULL;
  int status;
  while ((status = assay_turns_wait(&turns)) == 1) {
    while (turns.slices != 0) {
      if (one_slice(function, times_itself) < 0) return NULL;
    }
  }
  return none_or_errno(status);
}

static struct assay_method methods[] = {
    {"config", loop_config, ASSAY_METH_NOARGS, "config() -> str: what this process shall measure, as JSON"},
    {"ready", loop_ready, ASSAY_METH_VARARGS, "ready(facts): says as JSON what was found and that turns may begin"},
    {"serve", loop_serve, ASSAY_METH_VARARGS,
     "serve(function, times_itself): takes turns until told to finish; calls function() for each iteration, or "
     "function(iterations) "
     "where it times itself and returns seconds"},
    {"result", loop_result, ASSAY_METH_VARARGS, "result(json): what the workload's own check says"},
    {"failed", loop_failed, ASSAY_METH_VARARGS, "failed(json): why there will be no (further) slices"},
    {NULL, NULL, 0, NULL},
};

__attribute__((visibility("default"))) void* PyInit_assay_loop(void) {
  const char* missing = assay_python_api_find(&api);
  if (missing != NULL) {
    fprintf(stderr, "assay_loop: this interpreter has no %s; CPython 3.9 or newer is needed\n", missing);
    return NULL;
  }
  return assay_python_module(&api, "assay_loop", methods);
}
