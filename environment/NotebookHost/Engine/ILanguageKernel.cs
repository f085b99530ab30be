namespace NotebookHost.Engine;

/// <summary>One language of a notebook.</summary>
internal interface ILanguageKernel
{
    /// <summary>The name on its magic line, without <c>#!</c>.</summary>
    string Name { get; }

    /// <summary>Other names for it.</summary>
    IReadOnlyList<string> Aliases { get; }

    /// <summary>The values it holds, by name, with their types; the latest last.</summary>
    IEnumerable<(string Name, Type Type, object? Value)> Variables { get; }

    /// <summary>Runs a part of a cell.</summary>
    /// <param name="part">The text, and where it stands.</param>
    /// <param name="scope">The cell; its <see cref="CellScope.Stop"/> asks the code to stop.</param>
    /// <returns>The value of the last expression; <see cref="NoValue"/> where there is none.</returns>
    object? Execute(CellPart part, CellScope scope);

    /// <summary>Declares a value that another language gives.</summary>
    /// <exception cref="MagicException">The language holds no values.</exception>
    void SetValue(string name, object? value, Type type, CellStop stop);

    /// <summary>The value of a name, or null.</summary>
    (Type Type, object? Value)? Find(string name, CellStop stop)
    {
        foreach (var variable in Variables)
        {
            if (variable.Name == name) return (variable.Type, variable.Value);
        }
        return null;
    }

    /// <summary>In place of a value where there is none.</summary>
    static object NoValue { get; } = new();
}
