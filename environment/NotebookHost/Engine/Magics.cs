using System.Globalization;
using System.Runtime.InteropServices;
using NotebookHost.Formatting;
using NotebookHost.Notebooks;

namespace NotebookHost.Engine;

/// <summary>What a magic asks of the cell it stands in.</summary>
internal enum MagicEffect
{
    None,

    /// <summary>Show how long the cell took.</summary>
    Time,
}

/// <summary>Magic lines that are not languages.</summary>
/// <param name="engine">The engine they act on.</param>
internal sealed class Magics(NotebookEngine engine)
{
    private static readonly (string Name, string Help)[] Known =
    [
        ("about", "what runs here"),
        ("connect", "opens a database: #!connect sqlite --kernel-name n --connection-string \"Data Source=file.db\"; its cells are #!sql-n"),
        ("import", "runs a notebook or a source file: #!import file"),
        ("lsmagic", "lists languages and magics"),
        ("set", "sets a value: #!set --name n --value x, @kernel:name, @input:\"prompt\" or @password:\"prompt\" (a PasswordString)"),
        ("share", "takes a value from another language: #!share --from kernel name [--as n]"),
        ("time", "shows how long the cell took"),
        ("who", "lists the names of variables"),
        ("whos", "lists variables with type and value"),
    ];

    /// <summary>The names of all magics that are not languages.</summary>
    public static IEnumerable<string> Names => Known.Select(magic => magic.Name);

    /// <summary>Carries a magic line out.</summary>
    /// <exception cref="MagicException">It is unknown or cannot be carried out.</exception>
    public MagicEffect Execute(CellPart part, CellScope scope)
    {
        var (name, rest) = CellParser.Split(part.Text);
        switch (name)
        {
            case "time": return MagicEffect.Time;
            case "share": Share(rest, part.Within, scope.Stop); break;
            case "set": Set(rest, part.Within, scope); break;
            case "connect": Connect(rest); break;
            case "import": Import(rest, scope); break;
            case "who": Who(scope); break;
            case "whos": Whos(scope); break;
            case "lsmagic": List(scope); break;
            case "about": About(scope); break;
            default:
                throw new MagicException(string.Create(CultureInfo.InvariantCulture,
                    $"cell {scope.Number}, line {part.Line + 1}: unknown magic #!{name}; #!lsmagic lists those there are."));
        }
        return MagicEffect.None;
    }

    private void Share(string text, string into, CellStop stop)
    {
        var arguments = new MagicArguments("share", text).Only("from", "as", "name", "mime-type");
        var name = arguments.Sole("name") ?? throw new MagicException("#!share: expected #!share --from kernel name [--as n].");
        var (type, value) = As(arguments["mime-type"], Value(arguments.Required("from"), name, stop));
        engine.Find(into)!.SetValue(arguments["as"] ?? name, value, type, stop);
    }

    private void Set(string text, string into, CellScope scope)
    {
        var arguments = new MagicArguments("set", text, "byref").Only("name", "value", "byref", "mime-type");
        var name = arguments.Required("name");
        var given = arguments.Required("value");
        var (type, value) = InputRequest.Of(given, "--value") is { } request ? request.Ask(scope)
            : given.StartsWith('@') && given.IndexOf(':', StringComparison.Ordinal) is > 1 and var colon ? As(arguments["mime-type"], Value(given[1..colon], given[(colon + 1)..], scope.Stop))
            : (typeof(string), given);
        engine.Find(into)!.SetValue(name, value, type, scope.Stop);
    }

    private (Type Type, object? Value) Value(string kernel, string name, CellStop stop)
    {
        var from = engine.Find(kernel) ?? throw new MagicException($"no language '{kernel}' here; there are {string.Join(", ", engine.Kernels.Select(k => k.Name))}.");
        return from.Find(name, stop) ?? throw new MagicException($"#!{from.Name} has no value '{name}'.");
    }

    /// <summary>A value, or its text in the MIME type that is asked for.</summary>
    private static (Type Type, object? Value) As(string? mime, (Type Type, object? Value) shared) =>
        mime is null ? shared : (typeof(string), ValueFormatter.Format(shared.Value, mime)[mime]);

    private void Connect(string text)
    {
        var arguments = new MagicArguments("connect", text).Only("kernel-name", "connection-string");
        if (arguments.Positional is not ["sqlite"]) throw new MagicException("#!connect: expected #!connect sqlite --kernel-name n --connection-string \"Data Source=file.db\"; SQLite is the only database here.");
        var name = arguments.Required("kernel-name");
        if (!name.All(c => char.IsLetterOrDigit(c) || c is '_' or '-')) throw new MagicException($"#!connect: '{name}' is not a name; letters, digits, _ and - are.");
        var connection = arguments.Required("connection-string");
        engine.Add(new Sql.SqlKernel("sql-" + name, connection.Contains('=', StringComparison.Ordinal) ? connection : "Data Source=" + connection, engine.Folder));
    }

    private void Import(string text, CellScope scope)
    {
        var file = new MagicArguments("import", text).Only("file").Sole("file") ?? throw new MagicException("#!import: expected #!import file.");
        var path = Path.GetFullPath(file, engine.Folder);
        if (!File.Exists(path)) throw new MagicException($"#!import: {path} does not exist.");
        switch (Path.GetExtension(path).ToLowerInvariant())
        {
            case ".ipynb":
                foreach (var cell in Notebook.Load(path).CodeCells) engine.Run(cell.Source, cell.Language, scope);
                break;
            case ".dib": engine.Run(WithoutMeta(File.ReadAllText(path)), "csharp", scope); break;
            case ".cs" or ".csx": engine.Run(File.ReadAllText(path), "csharp", scope); break;
            case ".fs" or ".fsx": engine.Run(File.ReadAllText(path), "fsharp", scope); break;
            case ".sql": engine.Run(File.ReadAllText(path), "sql", scope); break;
            case ".md": engine.Run(File.ReadAllText(path), "markdown", scope); break;
            case ".html": engine.Run(File.ReadAllText(path), "html", scope); break;
            case ".js": engine.Run(File.ReadAllText(path), "javascript", scope); break;
            case ".mermaid" or ".mmd": engine.Run(File.ReadAllText(path), "mermaid", scope); break;
            case var other: throw new MagicException($"#!import: {path}: no language for '{other}'; known are .ipynb, .dib, .cs, .csx, .fs, .fsx, .sql, .md, .html, .js and .mermaid.");
        }
    }

    /// <summary>The cells of a .dib file, which begin with their language; in front may stand a description of the languages.</summary>
    private static string WithoutMeta(string text)
    {
        if (!text.StartsWith("#!meta", StringComparison.Ordinal)) return text;
        var next = text.IndexOf("\n#!", StringComparison.Ordinal);
        return next < 0 ? "" : text[(next + 1)..];
    }

    private void Who(CellScope scope) =>
        scope.Display(new MimeBundle(("text/plain", string.Join('\n', Variables().Select(variable => variable.Name)))), []);

    private void Whos(CellScope scope) =>
        scope.Display(ValueFormatter.Format(Variables().Select(variable => new Variable(variable.Name, PlainText.TypeName(variable.Type), variable.Kernel, PlainText.Inner(variable.Value))).ToList()), []);

    private IEnumerable<(string Name, Type Type, object? Value, string Kernel)> Variables() =>
        engine.Kernels.SelectMany(kernel => kernel.Variables.Select(variable => (variable.Name, variable.Type, variable.Value, Kernel: kernel.Name)))
            .OrderBy(variable => variable.Kernel, StringComparer.Ordinal).ThenBy(variable => variable.Name, StringComparer.Ordinal);

    private void List(CellScope scope)
    {
        var languages = engine.Kernels.Select(kernel => string.Join(", ", kernel.Aliases.Prepend(kernel.Name).Select(name => "#!" + name)));
        var lines = languages.Append("").Concat(Known.Select(magic => $"{"#!" + magic.Name,-10} {magic.Help}"));
        scope.Display(new MimeBundle(("text/plain", string.Join('\n', lines))), []);
    }

    private static void About(CellScope scope)
    {
        var version = typeof(Magics).Assembly.GetName().Version?.ToString(3);
        scope.Display(new MimeBundle(("text/plain", $"NotebookHost {version} on {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.RuntimeIdentifier}")), []);
    }

    private sealed record Variable(string Name, string Type, string Language, string Value);
}
