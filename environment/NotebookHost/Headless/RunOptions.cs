namespace NotebookHost.Headless;

/// <summary>What the headless runner is asked to do.</summary>
internal sealed record RunOptions
{
    /// <summary>A folder of notebooks or one notebook; null to look for it.</summary>
    public string? Notebooks { get; init; }

    /// <summary>Beginnings of names; empty for all.</summary>
    public IReadOnlyList<string> Only { get; init; } = [];

    /// <summary>The value of the parameter <c>data</c>: a name or a path.</summary>
    public string? Data { get; init; }

    /// <summary>Other parameters, each <c>name=value</c>.</summary>
    public IReadOnlyList<string> Set { get; init; } = [];

    /// <summary>Whether outputs are written back into the notebooks.</summary>
    public bool Save { get; init; }

    /// <summary>Whether outputs must be those the notebooks were saved with.</summary>
    public bool Check { get; init; }

    /// <summary>Where the report goes.</summary>
    public string Out { get; init; } = "out";

    /// <summary>The time limit of a cell, in seconds.</summary>
    public double Timeout { get; init; } = 180;

    /// <summary>Whether a report is written.</summary>
    public bool Report { get; init; } = true;

    /// <summary>Parameters by name, <c>--data</c> among them; a path that exists is made absolute.</summary>
    /// <exception cref="ParameterException">One is not <c>name=value</c>.</exception>
    public IReadOnlyDictionary<string, string> Parameters()
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        if (Data is not null) values["data"] = Resolve(Data);
        foreach (var pair in Set)
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1) throw new ParameterException($"--set {pair}: expected name=value.");
            var name = pair[..equals].Trim();
            values[name] = name == "data" ? Resolve(pair[(equals + 1)..]) : pair[(equals + 1)..];
        }
        return values;
    }

    // The notebook runs in its own folder, so a path of the caller's must not stay relative.
    private static string Resolve(string data)
    {
        if (File.Exists(data) || Directory.Exists(data)) return Path.GetFullPath(data);
        return data.AsSpan().ContainsAny('/', '\\') ? throw new ParameterException($"--data {data}: there is no such file or folder.") : data;
    }
}
