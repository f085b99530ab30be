using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace NotebookHost.CSharp;

/// <summary>Says what a name in a cell is: its signature and its XML documentation as text.</summary>
internal static partial class SymbolInspector
{
    private static readonly SymbolDisplayFormat Signature = SymbolDisplayFormat.MinimallyQualifiedFormat
        .WithMemberOptions(SymbolDisplayFormat.MinimallyQualifiedFormat.MemberOptions | SymbolDisplayMemberOptions.IncludeContainingType)
        .WithKindOptions(SymbolDisplayKindOptions.IncludeTypeKeyword | SymbolDisplayKindOptions.IncludeNamespaceKeyword);

    /// <summary>The description of the symbol at a position, or null.</summary>
    public static string? Describe(CSharpCompilation compilation, SyntaxTree tree, int position)
    {
        var token = tree.GetRoot().FindToken(Math.Max(0, Math.Min(position, tree.Length - 1)));
        if (!token.IsKind(SyntaxKind.IdentifierToken) && position > 0) token = tree.GetRoot().FindToken(position - 1);
        // Within the brackets of a call the method is what one wants to know of.
        if (token.IsKind(SyntaxKind.OpenParenToken)) token = token.GetPreviousToken();
        if (token.Parent is null || !token.Span.IntersectsWith(Math.Max(0, position)) && !token.IsKind(SyntaxKind.IdentifierToken)) return null;
        var model = compilation.GetSemanticModel(tree);
        var info = model.GetSymbolInfo(token.Parent);
        var symbol = info.Symbol ?? info.CandidateSymbols.FirstOrDefault() ?? model.GetDeclaredSymbol(token.Parent);
        if (symbol is null && token.Parent is PredefinedTypeSyntax or IdentifierNameSyntax) symbol = model.GetTypeInfo(token.Parent).Type;
        if (symbol is null or IErrorTypeSymbol) return null;
        var others = (symbol as IMethodSymbol)?.ContainingType?.GetMembers(symbol.Name).Length - 1 ?? 0;
        var text = new StringBuilder(symbol.ToDisplayString(Signature));
        if (others > 0) text.Append(" (+ ").Append(others).Append(others == 1 ? " overload)" : " overloads)");
        var documentation = Text((symbol as IMethodSymbol)?.ReducedFrom?.GetDocumentationCommentXml() ?? symbol.OriginalDefinition.GetDocumentationCommentXml());
        return documentation.Length == 0 ? text.ToString() : text.Append("\n\n").Append(documentation).ToString();
    }

    private static string Text(string? xml)
    {
        if (string.IsNullOrWhiteSpace(xml)) return "";
        XElement root;
        try
        {
            root = XElement.Parse($"<doc>{xml}</doc>");
        }
        catch (XmlException)
        {
            return "";
        }
        var lines = new List<string>();
        foreach (var element in root.DescendantsAndSelf().Where(e => e.Name.LocalName is "summary" or "param" or "typeparam" or "returns" or "exception" or "remarks" or "value"))
        {
            var text = Flat(element);
            if (text.Length == 0) continue;
            lines.Add(element.Name.LocalName switch
            {
                "summary" => text,
                "param" or "typeparam" => $"  {(string?)element.Attribute("name")}: {text}",
                "returns" or "value" => $"Returns: {text}",
                "exception" => $"Throws {Short((string?)element.Attribute("cref"))}: {text}",
                _ => $"\n{text}",
            });
        }
        return string.Join('\n', lines);
    }

    private static string Flat(XElement element)
    {
        var text = new StringBuilder();
        foreach (var node in element.Nodes())
        {
            if (node is XText part) text.Append(part.Value);
            else if (node is XElement { Name.LocalName: "see" or "seealso" or "paramref" or "typeparamref" } reference)
            {
                text.Append(Short((string?)reference.Attribute("cref")) is { Length: > 0 } cref ? cref : (string?)reference.Attribute("name") ?? (string?)reference.Attribute("langword") ?? reference.Value);
            }
            else if (node is XElement inner) text.Append(Flat(inner));
        }
        return Spaces().Replace(text.ToString(), " ").Trim();
    }

    private static string Short(string? cref)
    {
        if (cref is null) return "";
        var name = cref[(cref.IndexOf(':', StringComparison.Ordinal) + 1)..].Split('(')[0];
        return name[(name.LastIndexOf('.') + 1)..];
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
