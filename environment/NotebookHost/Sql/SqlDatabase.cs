using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using NotebookHost.Engine;
using NotebookHost.Script;

namespace NotebookHost.Sql;

/// <summary>An open database.</summary>
internal sealed partial class SqlDatabase : IDisposable
{
    private readonly SqliteConnection connection;

    /// <summary>Opens it.</summary>
    /// <param name="text">A connection string.</param>
    /// <param name="folder">Where the path in it starts.</param>
    /// <exception cref="MagicException">It cannot be opened.</exception>
    public SqlDatabase(string text, string folder)
    {
        SQLitePCL.Batteries_V2.Init();
        var builder = new SqliteConnectionStringBuilder(text);
        if (builder.DataSource is not (":memory:" or "")) builder.DataSource = Path.GetFullPath(builder.DataSource, folder);
        connection = new SqliteConnection(builder.ConnectionString);
        try
        {
            connection.Open();
        }
        catch (SqliteException e)
        {
            connection.Dispose();
            throw new MagicException($"{builder.DataSource} cannot be opened: {Sentence(e)}", e);
        }
    }

    /// <summary>Runs one statement.</summary>
    /// <returns>Its rows; null for a statement that has no columns.</returns>
    /// <exception cref="SqlException">The engine refuses it.</exception>
    public SqlTable? Query(string statement)
    {
        try
        {
            using var command = connection.CreateCommand();
            command.CommandText = statement;
            using var reader = command.ExecuteReader();
            if (reader.FieldCount == 0) return null;
            var rows = new List<object?[]>();
            while (reader.Read())
            {
                var cells = new object?[reader.FieldCount];
                for (var i = 0; i < cells.Length; i++) cells[i] = reader.IsDBNull(i) ? null : reader.GetValue(i);
                rows.Add(cells);
            }
            return new SqlTable([.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)], rows);
        }
        catch (SqliteException e)
        {
            var message = Sentence(e);
            var token = Named().Match(message);
            throw new SqlException(message, token.Success ? token.Groups[1].Value + token.Groups[2].Value : null, e);
        }
    }

    /// <summary>Whether there is a table or view of this name.</summary>
    public bool HasTable(string name)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM (SELECT name FROM sqlite_master UNION ALL SELECT name FROM sqlite_temp_master) WHERE name = $name COLLATE NOCASE";
        command.Parameters.AddWithValue("$name", name);
        return (long)command.ExecuteScalar()! > 0;
    }

    /// <summary>Writes rows to a table, in place of one of the same name.</summary>
    public void Load(string table, RowSource rows, CellStop stop)
    {
        using var transaction = connection.BeginTransaction();
        Execute($"DROP TABLE IF EXISTS {Quoted(table)}");
        Execute($"CREATE TABLE {Quoted(table)} ({string.Join(", ", rows.Columns.Select(column => $"{Quoted(column.Name)} {column.Type}"))})");
        using var insert = connection.CreateCommand();
        insert.CommandText = $"INSERT INTO {Quoted(table)} VALUES ({string.Join(", ", rows.Columns.Select((_, i) => string.Create(CultureInfo.InvariantCulture, $"$p{i}")))})";
        SqliteParameter[] cells = [.. rows.Columns.Select((_, i) => insert.Parameters.Add(new SqliteParameter(string.Create(CultureInfo.InvariantCulture, $"$p{i}"), null)))];
        foreach (var row in rows.Rows)
        {
            stop.ThrowIfStopped();
            for (var i = 0; i < cells.Length; i++) cells[i].Value = row[i] ?? DBNull.Value;
            insert.ExecuteNonQuery();
        }
        transaction.Commit();
    }

    /// <summary>Ends the statement that runs on another thread.</summary>
    public void Interrupt()
    {
        if (connection.Handle is { IsInvalid: false, IsClosed: false } handle) SQLitePCL.raw.sqlite3_interrupt(handle);
    }

    public void Dispose() => connection.Dispose();

    /// <summary>A name as SQL writes it.</summary>
    public static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private void Execute(string statement)
    {
        using var command = connection.CreateCommand();
        command.CommandText = statement;
        command.ExecuteNonQuery();
    }

    // "SQLite Error 1: 'near "FORM": syntax error'." is what the engine says, wrapped.
    private static string Sentence(SqliteException e)
    {
        var match = Wrapped().Match(e.Message);
        return match.Success ? match.Groups[1].Value : e.Message;
    }

    [GeneratedRegex(@"^SQLite Error \d+: '(.*)'\.$", RegexOptions.Singleline)]
    private static partial Regex Wrapped();

    [GeneratedRegex("""(?:near|unrecognized token:) "(.+?)"|(?:no such (?:column|table|function|module):|ambiguous column name:|has no column named) (\S+)""")]
    private static partial Regex Named();
}
