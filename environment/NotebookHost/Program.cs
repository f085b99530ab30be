return NotebookHost.HostCommand.Create().Parse(args).Invoke();
