using System.Text;
using NotebookHost.Notebooks;

namespace NotebookHost.Tests.Notebooks;

public sealed class NotebookTests
{
    [Fact]
    public void Save_OfANotebookThatWasRead_KeepsWhatItDoesNotKnow()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("a.ipynb", Make.Code("1"));
        Notebook.Load(path).Save();
        var text = File.ReadAllText(path);
        Assert.Contains("\"unknown\": {\n   \"kept\": true\n  }", text, StringComparison.Ordinal);
        Assert.Contains("\"id\": \"cell-0\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Save_Twice_IsTheSameBytes()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("a.ipynb", Make.Code("1", "é \"q\" \\ \t 😀\n2"));
        Notebook.Load(path).Save();
        var first = File.ReadAllBytes(path);
        Notebook.Load(path).Save();
        Assert.Equal(first, File.ReadAllBytes(path));
    }

    [Fact]
    public void Save_WritesAsJupyterDoes()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("a.ipynb", """{"nbformat":4,"nbformat_minor":5,"metadata":{},"cells":[{"source":"a\nb 😀","metadata":{},"id":"x","cell_type":"markdown"}]}""");
        var notebook = Notebook.Load(path);
        notebook.Cells[0].Source = notebook.Cells[0].Source;
        notebook.Save();
        const string Expected = """
            {
             "cells": [
              {
               "cell_type": "markdown",
               "id": "x",
               "metadata": {},
               "source": [
                "a\n",
                "b 😀"
               ]
              }
             ],
             "metadata": {},
             "nbformat": 4,
             "nbformat_minor": 5
            }

            """;
        Assert.Equal(Expected.ReplaceLineEndings("\n"), File.ReadAllText(path));
    }

    [Fact]
    public void Load_OfACutOffFile_NamesFileLineAndByteAndWritesNothing()
    {
        using var folder = new TemporaryFolder();
        var whole = Make.Code("1");
        var path = folder.Write("cut.ipynb", "{\n" + whole[1..(whole.Length / 2)]);
        var e = Assert.Throws<NotebookFormatException>(() => Notebook.Load(path));
        Assert.Matches("cut.ipynb: line 2, byte \\d+: not valid JSON, perhaps cut off", e.Message);
        Assert.Equal([path], Directory.GetFiles(folder.Path));
    }

    [Theory]
    [InlineData("[]", "the file is not a JSON object")]
    [InlineData("""{"nbformat":3,"cells":[]}""", "nbformat: expected 4, got 3")]
    [InlineData("""{"cells":[]}""", "nbformat: expected 4, got nothing")]
    [InlineData("""{"nbformat":4}""", "cells: expected an array of cells")]
    [InlineData("""{"nbformat":4,"cells":[1]}""", "cell 1: expected an object")]
    [InlineData("""{"nbformat":4,"cells":[{"cell_type":"odd","source":""}]}""", "cell 1: cell_type: expected code, markdown or raw, got \"odd\"")]
    [InlineData("""{"nbformat":4,"cells":[{"cell_type":"code","source":5}]}""", "cell 1: source: expected a string or an array of strings")]
    [InlineData("""{"nbformat":4,"nbformat":4,"cells":[]}""", "not valid JSON")]
    public void Load_OfAMalformedFile_SaysWhatIsWrong(string json, string expected)
    {
        var e = Assert.Throws<NotebookFormatException>(() => Notebook.Parse("bad.ipynb", Encoding.UTF8.GetBytes(json)));
        Assert.StartsWith("bad.ipynb: ", e.Message, StringComparison.Ordinal);
        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_OfAFileThatIsNotThere_SaysSo() =>
        Assert.Contains("cannot be read", Assert.Throws<NotebookFormatException>(() => Notebook.Load("nowhere.ipynb")).Message, StringComparison.Ordinal);

    [Fact]
    public void Cell_LanguageOfMetadata_IsRead()
    {
        var json = """{"nbformat":4,"metadata":{},"cells":[{"cell_type":"code","source":["a\n","b"],"metadata":{"dotnet_interactive":{"language":"fsharp"},"tags":["t"]}}]}""";
        var cell = Notebook.Parse("a.ipynb", Encoding.UTF8.GetBytes(json)).Cells[0];
        Assert.Equal("fsharp", cell.Language);
        Assert.Equal("a\nb", cell.Source);
        Assert.Equal(["t"], cell.Tags);
    }

    [Fact]
    public void AtomicFile_WhereWritingFails_LeavesTheOldFile()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("a.txt", "old");
        Directory.CreateDirectory(folder["b"]);
        Assert.ThrowsAny<Exception>(() => AtomicFile.Write(folder["b"], "new"));
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(folder.Path));
    }
}
