using System.Text;
using System.Text.Json.Nodes;
using NotebookHost.Headless;
using NotebookHost.Notebooks;
using NotebookHost.Report;

namespace NotebookHost.Tests.Fuzzing;

/// <summary>Mutated notebooks: cut, bits flipped, a value of another type. Each is read, reported and saved, or refused with a message; no partial file stays.</summary>
/// <param name="seed">The same seed, the same notebooks.</param>
internal sealed class NotebookFuzz(int seed)
{
    private const string Whole = """
        {"nbformat":4,"nbformat_minor":5,"metadata":{"kernelspec":{"name":".net-csharp","display_name":".NET (C#)","language":"C#"},"language_info":{"name":"C#"}},"cells":[
        {"cell_type":"markdown","id":"a","metadata":{},"source":["# Title\n","\n","Text $x^2$ and ![p](attachment:p.png)\n"],"attachments":{"p.png":{"image/png":"aGVsbG8="}}},
        {"cell_type":"code","id":"b","metadata":{"tags":["parameters"]},"execution_count":1,"outputs":[],"source":"var k = 8;\nvar seed = 42UL;"},
        {"cell_type":"code","id":"c","metadata":{"dotnet_interactive":{"language":"fsharp"},"polyglot_notebook":{"kernelName":"fsharp"}},"execution_count":2,"source":["1 + 1"],"outputs":[
        {"output_type":"stream","name":"stdout","text":["one\n","two"]},
        {"output_type":"execute_result","execution_count":2,"metadata":{},"data":{"text/html":"<b>x</b>","text/plain":["x"],"application/x-segment-metrics+json":{"ndcg":0.5},"image/svg+xml":"<svg/>"}},
        {"output_type":"display_data","metadata":{},"data":{"application/vnd.plotly.v1+json":{"data":[],"layout":{}},"text/html":"<img src=\"data:image/svg+xml;base64,PHN2Zy8+\">"}},
        {"output_type":"error","ename":"E","evalue":"v","traceback":["a","b"]}]}]}
        """;

    private static readonly byte[] Bytes = Encoding.UTF8.GetBytes(Whole);
    private readonly Random random = new(seed);

    /// <summary>Tries notebooks.</summary>
    /// <returns>How many were read and how many refused.</returns>
    /// <exception cref="InvalidDataException">A file was left behind.</exception>
    public (int Read, int Refused) Run(int count)
    {
        var folder = Directory.CreateTempSubdirectory("notebook-host-fuzz-").FullName;
        try
        {
            var (read, refused) = (0, 0);
            var target = Path.Combine(folder, "saved.ipynb");
            for (var i = 0; i < count; i++)
            {
                var mutated = Mutated();
                try
                {
                    Use(Notebook.Parse("fuzz.ipynb", mutated), target);
                    read++;
                }
                catch (Exception e) when (e is NotebookFormatException or ParameterException)
                {
                    refused++;
                }
                catch (Exception e)
                {
                    throw new InvalidDataException($"notebook {i + 1} of seed {seed}: {Encoding.UTF8.GetString(mutated)}", e);
                }
                if (Directory.EnumerateFiles(folder).Any(file => file != target)) throw new InvalidDataException($"notebook {i + 1} of seed {seed} left a partial file");
            }
            return (read, refused);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Use(Notebook notebook, string target)
    {
        var run = new NotebookRun(notebook) { Parameters = new Parameters(notebook).Values };
        new NotebookPage(run, [run], new Fingerprint(), Provenance.Now(Path.GetTempPath(), DateTimeOffset.UnixEpoch)).Render(new Assets("Fuzz", null, null));
        new IndexPage([run], Provenance.Now(Path.GetTempPath(), DateTimeOffset.UnixEpoch)).Render(new Assets("Fuzz", null, null), "text");
        RunMetrics.Of([run]);
        OutputScrubber.Apply(notebook);
        notebook.Save(target);
        Notebook.Load(target);
    }

    private byte[] Mutated() => random.Next(4) switch
    {
        0 => Bytes[..random.Next(Bytes.Length)],
        1 => Flipped(),
        _ => OtherType(),
    };

    private byte[] Flipped()
    {
        var copy = Bytes.ToArray();
        for (var i = 1 + random.Next(4); i > 0; i--) copy[random.Next(copy.Length)] ^= (byte)(1 << random.Next(8));
        return copy;
    }

    private byte[] OtherType()
    {
        var root = JsonNode.Parse(Bytes)!;
        for (var changes = 1 + random.Next(2); changes > 0; changes--)
        {
            var nodes = new List<JsonNode>();
            Gather(root, nodes);
            var parent = nodes[random.Next(nodes.Count)];
            if (parent is JsonObject json) json[json.ElementAt(random.Next(json.Count)).Key] = Other();
            else ((JsonArray)parent)[random.Next(((JsonArray)parent).Count)] = Other();
        }
        return Encoding.UTF8.GetBytes(root.ToJsonString());
    }

    private static void Gather(JsonNode? node, List<JsonNode> into)
    {
        if (node is JsonObject { Count: > 0 } or JsonArray { Count: > 0 }) into.Add(node);
        foreach (var child in node switch { JsonObject json => json.Select(pair => pair.Value), JsonArray array => array, _ => [] }) Gather(child, into);
    }

    private JsonNode? Other() => random.Next(9) switch
    {
        0 => null,
        1 => JsonValue.Create(5),
        2 => JsonValue.Create(-1.5e300),
        3 => JsonValue.Create(true),
        4 => JsonValue.Create("text \ud83d\ude00 </script>"),
        5 => new JsonArray(),
        6 => new JsonArray(1, "a", null, new JsonObject()),
        7 => new JsonObject(),
        _ => new JsonObject { ["a"] = new JsonArray("b"), ["text/html"] = 7 },
    };
}
