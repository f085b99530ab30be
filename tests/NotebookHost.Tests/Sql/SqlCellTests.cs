using NotebookHost.Sql;

namespace NotebookHost.Tests.Sql;

public sealed class SqlCellTests
{
    private const string People = "public record Person(string Name, int Age, double? Score, bool Member, DateTime Born);\nvar people = new[] { new Person(\"Ann\", 30, 1.5, true, new DateTime(1994, 2, 1)), new Person(\"Bob\", 41, null, false, new DateTime(1983, 5, 6)) };";

    [Fact]
    public void Query_OverRecordsOfCSharp_IsATableThatGoesBack()
    {
        var session = new Session();
        session.Run(People);
        var sink = session.Run("#!sql --name old\n#!share --from csharp people\nSELECT Name, Age, Score, Member, Born FROM people WHERE Age > 20 ORDER BY Age DESC");
        Assert.Equal("""
            Name  Age  Score  Member  Born
            Bob    41   NULL       0  1983-05-06
            Ann    30    1.5       1  1994-02-01
            """.ReplaceLineEndings("\n"), sink.ResultText);
        Assert.Equal("<table><thead><tr><th>Name</th><th>Age</th><th>Score</th><th>Member</th><th>Born</th></tr></thead><tbody>" +
            "<tr><td>Bob</td><td align=\"right\">41</td><td>NULL</td><td align=\"right\">0</td><td>1983-05-06</td></tr>" +
            "<tr><td>Ann</td><td align=\"right\">30</td><td align=\"right\">1.5</td><td align=\"right\">1</td><td>1994-02-01</td></tr></tbody></table>", sink.ResultData!["text/html"]);
        Assert.Equal("71 Bob", session.Run("#!share --from sql old\n$\"{old.Sum(row => row.Get<int>(\"age\"))} {old[0][\"Name\"]}\"").ResultText);
        Assert.Equal("2", session.Run("#!share --from sql people --as again\nagain.Count").ResultText);
    }

    [Theory]
    [InlineData("var t = new[] { new { A = 1, B = \"x\" } };", "A  B\n1  x")]
    [InlineData("var t = new[] { 3, 4 };", "value\n    3\n    4")]
    [InlineData("var t = new Dictionary<string, double> { [\"a\"] = 0.5 };", "key  value\na      0.5")]
    [InlineData("var t = new List<string>();", "value")]
    [InlineData("var t = new[] { (1, 2) };", "Item1  Item2\n    1      2")]
    [InlineData("var t = new System.Data.DataTable(); t.Columns.Add(\"n\", typeof(int)); t.Rows.Add(5);", "n\n5")]
    [InlineData("class Columned { public string[] Columns => [\"p\", \"q\"]; public object[][] Rows => [[1, null]]; }\nvar t = new Columned();", "p  q\n1  NULL")]
    public void Table_OfEachKindOfValue_HasItsRows(string code, string expected)
    {
        var session = new Session();
        session.Run(code);
        Assert.Equal(expected, session.Run("#!sql\n#!share --from csharp t\nSELECT * FROM t").ResultText);
    }

    [Fact]
    public void File_WithAHeader_IsATable()
    {
        using var folder = new TemporaryFolder();
        folder.Write("shop.csv", "\"id\";name;price;zip\r\n1;\"a; \"\"b\"\"\";2.5;007\r\n2;;;010\r\n");
        var sink = new Session(folder.Path).Run("#!sql --from-file shop.csv --as s\nSELECT id + 1 AS next, name, price * 2 AS twice, zip FROM s");
        Assert.Equal("next  name    twice  zip\n   2  a; \"b\"      5  007\n   3  NULL     NULL  010", sink.ResultText);
        folder.Write("bad.csv", "a,b\n1,2\n3\n");
        Assert.Contains("bad.csv, line 3: 1 cells, expected 2", new Session(folder.Path).Fail("#!sql --from-file bad.csv\nSELECT 1").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Connect_OfADatabaseFile_KeepsItsTables()
    {
        using var folder = new TemporaryFolder();
        const string Connect = "#!connect sqlite --kernel-name shop --connection-string \"Data Source=shop.db;Pooling=False\"\n";
        var sink = new Session(folder.Path).Run(Connect + "#!sql-shop\nCREATE TABLE item (id INTEGER, name TEXT);\nINSERT INTO item VALUES (1, 'pen'), (2, 'ink');\nSELECT count(*) AS n FROM item");
        Assert.Equal("n\n2", sink.ResultText);
        Assert.True(File.Exists(folder["shop.db"]));
        var session = new Session(folder.Path);
        session.Run(Connect);
        Assert.Equal("name\nink", session.Run("SELECT name FROM item WHERE id = 2", "sql-shop").ResultText);
        Assert.Contains("#!connect sqlite --kernel-name other", session.Fail("#!sql-other\nSELECT 1").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Statements_OfACell_ShowEachTable()
    {
        var sink = new Session().Run("#!sql\nSELECT 1 AS a;\n-- a comment; with a semicolon\nSELECT ';' AS b;");
        Assert.Equal("a\n1", sink.Displays.Single()["text/plain"]);
        Assert.Equal("b\n;", sink.ResultText);
    }

    [Theory]
    [InlineData("SELECT 1;\nSELECT *\nFORM t", 4, "near \"FORM\": syntax error", "    FORM t", "    ^")]
    [InlineData("SELECT 1;\n\nSELECT 2,\n  nope FROM (SELECT 1 AS x)", 5, "no such column: nope", "      nope FROM (SELECT 1 AS x)", "      ^")]
    [InlineData("SELECT * FROM nowhere", 2, "no such table: nowhere", "    SELECT * FROM nowhere", "                  ^")]
    public void Error_OfAStatement_NamesCellAndLine(string code, int line, string message, string text, string mark)
    {
        var error = new Session().Fail("#!sql\n" + code);
        Assert.Equal($"cell 1, line {line}: SQL error: {message}", error.Message);
        Assert.Equal([text, mark], error.Trace.Skip(1));
        Assert.Equal(line, error.Line);
    }

    [Theory]
    [InlineData("#!sql\n#!share --from csharp n\nSELECT 1", "'n' is no table")]
    [InlineData("#!sql --name x\nCREATE TABLE t (a)", "gives no rows")]
    [InlineData("#!sql --from-file nowhere.csv\nSELECT 1", "nowhere.csv does not exist")]
    [InlineData("#!share --from sql nothing", "#!sql has no value 'nothing'")]
    [InlineData("#!connect postgres --kernel-name x", "SQLite is the only database here")]
    public void Cell_ThatCannotBeCarriedOut_IsAClearError(string code, string expected)
    {
        var session = new Session();
        session.Run("var n = 5;");
        Assert.Contains(expected, session.Fail(code).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Timeout_OfAnEndlessQuery_EndsItAndKeepsTheTables()
    {
        var session = new Session();
        session.Run("#!sql\nCREATE TABLE t AS SELECT 1 AS a");
        var error = session.Fail("#!sql\nWITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT count(*) FROM c", timeout: TimeSpan.FromMilliseconds(300));
        Assert.Equal("TimeoutError", error.Name);
        Assert.Equal("a\n1", session.Run("#!sql\nSELECT * FROM t").ResultText);
    }

    [Theory]
    [InlineData("SELECT 1", new[] { "SELECT 1" })]
    [InlineData(" ; ;", new string[0])]
    [InlineData("a; b ; ", new[] { "a;", "b ;" })]
    [InlineData("a 'x;y' \"p;q\" [r;s] `t;u`; /* ; */ b", new[] { "a 'x;y' \"p;q\" [r;s] `t;u`;", "b" })]
    [InlineData("CREATE TRIGGER t AFTER INSERT ON a BEGIN DELETE FROM b; SELECT 1; END; c", new[] { "CREATE TRIGGER t AFTER INSERT ON a BEGIN DELETE FROM b; SELECT 1; END;", "c" })]
    [InlineData("a 'not closed; b", new[] { "a 'not closed; b" })]
    public void Split_OfAText_IsAtSemicolonsOutsideOfQuotes(string text, string[] expected) => Assert.Equal(expected, SqlStatement.Split(text).Select(statement => statement.Text));
}
