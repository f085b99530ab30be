@echo off
rem Builds the encoder for the GPU, checks driver and memory, compares it with the managed encoder and measures it for a minute: gpu [--cpu] [SECONDS]
setlocal
set root=%~dp0..
set torch=cuda
if "%~1"=="--cpu" (
  set torch=cpu
  shift
)
dotnet build "%root%\tests\UserSegments.Torch.Benchmarks" -c Release -p:Torch=%torch% -nologo -clp:ErrorsOnly || exit /b 1
dotnet run --no-build -c Release --project "%root%\tests\UserSegments.Torch.Benchmarks" -- device || exit /b 1
dotnet test "%root%\tests\UserSegments.Torch.Tests" -c Release -p:Torch=%torch% --nologo || exit /b 1
dotnet run --no-build -c Release --project "%root%\tests\UserSegments.Torch.Benchmarks" -- bench %1
