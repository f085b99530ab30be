# OpenBLAS does not always tell a virtual processor's real kind: the widest kernels that this one has. Sourced by the scripts whose peer uses it.
if [ -z "${OPENBLAS_CORETYPE:-}" ] && [ -r /proc/cpuinfo ]; then
  if grep -q avx512f /proc/cpuinfo; then OPENBLAS_CORETYPE=SkylakeX
  elif grep -q AuthenticAMD /proc/cpuinfo && grep -q avx2 /proc/cpuinfo; then OPENBLAS_CORETYPE=Zen
  elif grep -q avx2 /proc/cpuinfo; then OPENBLAS_CORETYPE=Haswell
  fi
  if [ -n "${OPENBLAS_CORETYPE:-}" ]; then export OPENBLAS_CORETYPE; fi
fi
