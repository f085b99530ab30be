using NotebookHost;
using NotebookHost.Jupyter;

// A kernel starts at once; the command line's own start takes a tenth of a second.
return args is ["kernel", [not '-', ..] file] ? KernelCommand.Run(file) : HostCommand.Create().Parse(args).Invoke();
