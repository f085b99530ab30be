using System.CommandLine;
using NotebookHost.Headless;
using NotebookHost.Jupyter;
using Spectre.Console;

namespace NotebookHost;

/// <summary>The command line.</summary>
internal static class HostCommand
{
    /// <summary>All commands; without one, notebooks are executed.</summary>
    public static RootCommand Create()
    {
        var notebooks = new Option<string?>("--notebooks") { Description = "A folder of notebooks, or one notebook. Default: notebooks/, here or in a folder above.", HelpName = "DIR" };
        var only = new Option<string?>("--only") { Description = "Run only notebooks whose names begin so, separated by commas: 01,03.", HelpName = "01,03" };
        var data = new Option<string?>("--data") { Description = "The data set: a known name, or a file or folder. Sets the parameter data.", HelpName = "NAME|PATH" };
        var set = new Option<string[]>("--set") { Description = "Sets a parameter; may be given several times.", HelpName = "name=value", DefaultValueFactory = _ => [] };
        var save = new Option<bool>("--save") { Description = "Write the outputs back into the notebooks." };
        var check = new Option<bool>("--check") { Description = "Fail where a run does not give the outputs that a notebook was saved with." };
        var output = new Option<string>("--out") { Description = "Where the report goes.", HelpName = "DIR", DefaultValueFactory = _ => "out" };
        var timeout = new Option<double>("--timeout") { Description = "The time limit of each cell.", HelpName = "SECONDS", DefaultValueFactory = _ => 180 };
        var noReport = new Option<bool>("--no-report") { Description = "Write no report." };
        timeout.Validators.Add(result =>
        {
            if (result.GetValue(timeout) is <= 0 or > 1e6 or double.NaN) result.AddError("--timeout: expected seconds above 0.");
        });
        var root = new RootCommand("Executes the notebooks from start to end and writes a report.") { notebooks, only, data, set, save, check, output, timeout, noReport };
        root.SetAction(parsed => Guarded(() => new RunCommand(Terminal()).Run(new RunOptions
        {
            Notebooks = parsed.GetValue(notebooks),
            Only = parsed.GetValue(only)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [],
            Data = parsed.GetValue(data),
            Set = parsed.GetValue(set) ?? [],
            Save = parsed.GetValue(save),
            Check = parsed.GetValue(check),
            Out = parsed.GetValue(output)!,
            Timeout = parsed.GetValue(timeout),
            Report = !parsed.GetValue(noReport),
        })));
        root.Subcommands.Add(Worker());
        root.Subcommands.Add(Kernel());
        root.Subcommands.Add(InstallKernel());
        root.Subcommands.Add(GetModel());
        return root;
    }

    private static Command Worker()
    {
        var job = new Argument<string>("job") { Description = "The job file." };
        var command = new Command("worker", "Executes one notebook; the host calls itself so.") { job };
        command.Hidden = true;
        command.SetAction(parsed =>
        {
            using var worker = new Worker();
            return worker.Run(parsed.GetValue(job)!);
        });
        return command;
    }

    private static Command Kernel()
    {
        var file = new Argument<string>("connection-file") { Description = "The file Jupyter wrote." };
        var command = new Command("kernel", "Runs as a Jupyter kernel; Jupyter calls the host so.") { file };
        command.SetAction(parsed => KernelCommand.Run(parsed.GetValue(file)!));
        return command;
    }

    private static Command InstallKernel()
    {
        var prefix = new Option<string?>("--prefix") { Description = "Install below a prefix, such as a virtual environment; default: for the user.", HelpName = "DIR" };
        var uninstall = new Option<bool>("--uninstall") { Description = "Take the kernel away again." };
        var force = new Option<bool>("--force") { Description = "Replace another program's kernel of the same name." };
        var command = new Command("install-kernel", "Registers this host with Jupyter as the kernel .NET (C#).") { prefix, uninstall, force };
        command.SetAction(parsed => Guarded(() =>
        {
            var spec = new KernelSpec(parsed.GetValue(prefix), Console.WriteLine);
            if (parsed.GetValue(uninstall)) spec.Uninstall();
            else spec.Install(parsed.GetValue(force));
            return 0;
        }));
        return command;
    }

    private static Command GetModel()
    {
        var name = new Argument<string>("name") { Description = "As the hub calls it: sentence-transformers/all-MiniLM-L6-v2." };
        var revision = new Option<string>("--revision") { Description = "A branch, a tag or a commit.", DefaultValueFactory = _ => "main" };
        var to = new Option<string?>("--to") { Description = "Where models are kept; default: the library's cache.", HelpName = "DIR" };
        var command = new Command("get-model", "Fetches a model folder from its hub (HF_ENDPOINT names another), continues what broke off, checks every file, and prints where it lies.") { name, revision, to };
        command.SetAction(parsed =>
        {
            try
            {
                // The host is built without the library, as notebooks bring their own: here too it is taken from where it was built.
                var library = System.Reflection.Assembly.LoadFrom(LibraryPath());
                dynamic hub = Activator.CreateInstance(library.GetType("UserSegments.Encoding.ModelHub", throwOnError: true)!, parsed.GetValue(to), null, null)!;
                Console.WriteLine(hub.Fetch(parsed.GetValue(name), parsed.GetValue(revision), (Action<string>)Console.Error.WriteLine));
                return 0;
            }
            catch (Exception e) when (e is IOException or InvalidDataException or ArgumentException)
            {
                Console.Error.WriteLine(e.Message);
                return 2;
            }
        });
        return command;
    }

    private static string LibraryPath()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Notebooks.sln"))) return Path.Combine(folder.FullName, "lib", "UserSegments", "bin", "UserSegments.dll");
        }
        throw new FileNotFoundException($"No Notebooks.sln above {AppContext.BaseDirectory}: the library is looked for beside it.");
    }

    /// <summary>The terminal; plain lines of any length where the output goes into a file or a pipe.</summary>
    private static IAnsiConsole Terminal()
    {
        if (!Console.IsOutputRedirected) return AnsiConsole.Console;
        var plain = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Interactive = InteractionSupport.No });
        plain.Profile.Width = 1000;
        return plain;
    }

    /// <summary>Mistakes of the caller end in one line, not in a stack trace.</summary>
    private static int Guarded(Func<int> action)
    {
        try
        {
            return action();
        }
        catch (Exception e) when (e is ParameterException or Notebooks.NotebookFormatException)
        {
            Console.Error.WriteLine(e.Message);
            return 2;
        }
    }
}
