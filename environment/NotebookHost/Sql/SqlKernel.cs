using System.Globalization;
using System.Runtime.CompilerServices;
using NotebookHost.Engine;
using NotebookHost.Script;

namespace NotebookHost.Sql;

/// <summary><c>#!sql</c>: queries over tables in memory, or over a database file that was connected.</summary>
/// <remarks>
/// The engine is SQLite: it holds tables in memory and in files alike, needs no server, is one native library, and has window functions and recursion.
/// It is loaded when a cell first uses it.
/// </remarks>
/// <param name="name">The magic's name.</param>
/// <param name="connection">Where the tables are, as a connection string of SQLite.</param>
/// <param name="folder">Where relative paths start.</param>
internal sealed class SqlKernel(string name, string connection, string folder) : ILanguageKernel, IDisposable
{
    private readonly Dictionary<string, SqlTable> named = new(StringComparer.OrdinalIgnoreCase);
    private SqlDatabase? database;

    public string Name => name;

    public IReadOnlyList<string> Aliases => [];

    public IEnumerable<(string Name, Type Type, object? Value)> Variables => named.Select(pair => (pair.Key, typeof(SqlTable), (object?)pair.Value));

    public object? Execute(CellPart part, CellScope scope)
    {
        var arguments = new MagicArguments(name, part.Arguments).Only("name", "from-file", "as");
        if (arguments["from-file"] is { } file) Import(Path.GetFullPath(file, folder), arguments["as"], scope.Stop);
        SqlTable? last = null;
        foreach (var statement in SqlStatement.Split(part.Text))
        {
            if (last is not null) scope.Display(Formatting.ValueFormatter.Format(last), []);
            last = Query(statement, part, scope);
        }
        if (arguments["name"] is not { } result) return last ?? ILanguageKernel.NoValue;
        named[result] = last ?? throw new MagicException($"#!{name} --name {result}: the cell's last statement gives no rows.");
        return last;
    }

    public void SetValue(string name, object? value, Type type, CellStop stop)
    {
        var rows = RowSource.Of(value) ?? throw new MagicException($"'{name}' is no table: #!{Name} takes sequences of records, objects, arrays or numbers, tables, and delimited files.");
        Run(stop, () => Load(name, rows, stop));
    }

    /// <summary>A named result, or a table of the database.</summary>
    public (Type Type, object? Value)? Find(string name, CellStop stop)
    {
        if (named.TryGetValue(name, out var result)) return (typeof(SqlTable), result);
        if (Run(stop, () => Database().HasTable(name)) is not true) return null;
        return (typeof(SqlTable), Run(stop, () => Database().Query($"SELECT * FROM {SqlDatabase.Quoted(name)}")));
    }

    public void Dispose() => database?.Dispose();

    private SqlTable? Query(SqlStatement statement, CellPart part, CellScope scope)
    {
        try
        {
            return (SqlTable?)Run(scope.Stop, () => Database().Query(statement.Text));
        }
        catch (SqlException e)
        {
            var (line, text, column) = statement.Place(e.Token);
            throw new CompilationFailedException(string.Create(CultureInfo.InvariantCulture,
                $"cell {scope.Number}, line {part.Line + line + 1}: SQL error: {e.Message}\n    {text}{(column < 0 ? "" : "\n    " + new string(' ', column) + "^")}"));
        }
    }

    private void Import(string path, string? table, CellStop stop)
    {
        if (!File.Exists(path)) throw new MagicException($"#!{name} --from-file: {path} does not exist.");
        Run(stop, () => Load(table ?? Path.GetFileNameWithoutExtension(path), RowSource.OfFile(path), stop));
    }

    private object? Load(string table, RowSource rows, CellStop stop)
    {
        Database().Load(table, rows, stop);
        return null;
    }

    /// <summary>Runs on the cell's thread; a stop ends the statement where it is.</summary>
    private object? Run(CellStop stop, Func<object?> action) => stop.Run(() =>
    {
        using (stop.Token.Register(() => database?.Interrupt())) return Task.FromResult(action());
    });

    // Apart, so that SQLite's assemblies are not loaded with this class.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private SqlDatabase Database() => database ??= new SqlDatabase(connection, folder);
}
