using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NotebookHost.Notebooks;

namespace NotebookHost.Headless;

/// <summary>The declarations in a notebook's cell tagged <c>parameters</c>, and how to set them.</summary>
internal sealed class Parameters
{
    private static readonly CSharpParseOptions Script = new(LanguageVersion.Latest, DocumentationMode.None, SourceCodeKind.Script);
    private readonly NotebookCell? cell;
    private readonly string notebook;

    /// <summary>Reads the parameters of a notebook.</summary>
    public Parameters(Notebook notebook)
    {
        this.notebook = Path.GetFileName(notebook.Path);
        cell = notebook.CodeCells.FirstOrDefault(c => c.Tags.Contains("parameters"));
    }

    /// <summary>The parameters, each with the text of its initialiser.</summary>
    public IReadOnlyDictionary<string, string> Values => Declarations().DistinctBy(d => d.Name).ToDictionary(d => d.Name, d => d.Initialiser.ToString(), StringComparer.Ordinal);

    /// <summary>Replaces the initialiser of a parameter by a value of its type.</summary>
    /// <exception cref="ParameterException">There is none of that name, or the value does not fit its type.</exception>
    public void Set(string name, string value)
    {
        var (_, type, initialiser) = Declarations().FirstOrDefault(d => d.Name == name);
        if (initialiser is null) throw new ParameterException($"{notebook} has no parameter '{name}'; it has {string.Join(", ", Values.Keys)}.");
        var literal = Literal(name, Kind(type, initialiser), value);
        var source = cell!.Source;
        cell.Source = source[..initialiser.SpanStart] + literal + source[initialiser.Span.End..];
    }

    private IEnumerable<(string Name, string Type, ExpressionSyntax Initialiser)> Declarations()
    {
        if (cell is null) yield break;
        var root = (CompilationUnitSyntax)CSharpSyntaxTree.ParseText(cell.Source, Script).GetRoot();
        foreach (var declaration in root.DescendantNodes().OfType<VariableDeclarationSyntax>())
        {
            foreach (var variable in declaration.Variables)
            {
                if (variable.Initializer is { Value: var value }) yield return (variable.Identifier.ValueText, declaration.Type.ToString(), value);
            }
        }
    }

    private static string Kind(string type, ExpressionSyntax initialiser)
    {
        if (type != "var") return type.TrimEnd('?');
        var literal = initialiser is PrefixUnaryExpressionSyntax prefix ? prefix.Operand : initialiser;
        return (literal as LiteralExpressionSyntax)?.Token.Value switch
        {
            int => "int",
            long => "long",
            uint => "uint",
            ulong => "ulong",
            float => "float",
            double => "double",
            decimal => "decimal",
            bool => "bool",
            char => "char",
            string => "string",
            _ => initialiser is InterpolatedStringExpressionSyntax ? "string" : "expression",
        };
    }

    private string Literal(string name, string kind, string value)
    {
        var culture = CultureInfo.InvariantCulture;
        return kind switch
        {
            "string" => SymbolDisplay.FormatLiteral(value, quote: true),
            "char" when value.Length == 1 => SymbolDisplay.FormatLiteral(value[0], quote: true),
            "bool" when bool.TryParse(value, out var flag) => flag ? "true" : "false",
            "int" when int.TryParse(value, NumberStyles.AllowLeadingSign, culture, out var number) => number.ToString(culture),
            "long" when long.TryParse(value, NumberStyles.AllowLeadingSign, culture, out var number) => number.ToString(culture) + "L",
            "uint" when uint.TryParse(value, NumberStyles.None, culture, out var number) => number.ToString(culture) + "U",
            "ulong" when ulong.TryParse(value, NumberStyles.None, culture, out var number) => number.ToString(culture) + "UL",
            "float" when float.TryParse(value, NumberStyles.Float, culture, out var number) && float.IsFinite(number) => number.ToString("R", culture) + "f",
            "double" when double.TryParse(value, NumberStyles.Float, culture, out var number) && double.IsFinite(number) => number.ToString("R", culture) + "d",
            "decimal" when decimal.TryParse(value, NumberStyles.Float, culture, out var number) => number.ToString(culture) + "m",
            "string[]" => $"[{string.Join(", ", Items(value).Select(item => SymbolDisplay.FormatLiteral(item, quote: true)))}]",
            "int[]" or "long[]" or "float[]" or "double[]" => $"[{string.Join(", ", Items(value).Select(item => Literal(name, kind[..^2], item)))}]",
            "char" or "bool" or "int" or "long" or "uint" or "ulong" or "float" or "double" or "decimal" =>
                throw new ParameterException($"parameter '{name}' of {notebook} is of type {kind}; '{value}' is not."),
            _ => Expression(name, kind, value),
        };
    }

    // Enumerations and the like: whatever C# accepts as one expression.
    private string Expression(string name, string kind, string value)
    {
        var parsed = SyntaxFactory.ParseExpression(value, options: Script);
        return parsed.ContainsDiagnostics || parsed.FullSpan.Length != value.Length || value.Trim().Length == 0
            ? throw new ParameterException($"parameter '{name}' of {notebook} is of type {kind}; '{value}' is not a C# expression.")
            : value;
    }

    private static string[] Items(string value) => value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
