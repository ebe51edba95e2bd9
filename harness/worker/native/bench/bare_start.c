/* bare_start DESCRIPTOR LIBRARY: what a worker's start cannot do without. Loads the library, multiplies two small
 * matrices, and says so with one byte. */
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef void gemm(int, int, int, int, int, int, double, const double*, int, const double*, int, double, double*, int);

int main(int argc, char** argv) {
  enum { n = 8 };
  static double a[n * n], b[n * n], c[n * n];
  void* library = argc == 3 ? dlopen(argv[2], RTLD_NOW | RTLD_LOCAL) : NULL;
  void* found = library == NULL ? NULL : dlsym(library, "cblas_dgemm");
  if (found == NULL) {
    const char* why = argc == 3 ? dlerror() : "usage: bare_start DESCRIPTOR LIBRARY";
    fprintf(stderr, "%s\n", why);
    return 1;
  }
  gemm* call;
  memcpy(&call, &found, sizeof found);
  call(102, 111, 111, n, n, n, 1, a, n, b, n, 0, c, n);
  return write(atoi(argv[1]), "x", 1) == 1 ? 0 : 1;
}
