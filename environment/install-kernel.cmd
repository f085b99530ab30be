@echo off
rem Registers the kernel .NET (C#) with Jupyter: for the user, or below --prefix DIR; --uninstall takes it back.
dotnet run --project "%~dp0NotebookHost" -- install-kernel %*
