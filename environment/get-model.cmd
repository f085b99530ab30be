@echo off
rem Fetches a model folder from its hub, checks it, and prints where it lies: get-model NAME [--revision R] [--to DIR]
dotnet run --project "%~dp0NotebookHost" -- get-model %*
