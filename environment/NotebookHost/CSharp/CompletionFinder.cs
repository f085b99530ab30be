using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace NotebookHost.CSharp;

/// <summary>Finds completions from the semantic model: members after a dot, otherwise what is in scope, and keywords.</summary>
/// <param name="compilation">The cell as the next submission.</param>
/// <param name="tree">The cell.</param>
internal sealed class CompletionFinder(CSharpCompilation compilation, SyntaxTree tree)
{
    private const int MaxItems = 400;
    private static readonly string[] Keywords =
        [.. SyntaxFacts.GetKeywordKinds().Select(SyntaxFacts.GetText).Where(text => text.Length > 1 && text[0] != '_'), "var", "await", "async", "record", "when", "where", "nameof", "yield"];

    private static readonly SymbolDisplayFormat Call = new(
        memberOptions: SymbolDisplayMemberOptions.IncludeParameters | SymbolDisplayMemberOptions.IncludeType,
        parameterOptions: SymbolDisplayParameterOptions.IncludeType | SymbolDisplayParameterOptions.IncludeName | SymbolDisplayParameterOptions.IncludeOptionalBrackets,
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.UseSpecialTypes);

    private readonly SemanticModel model = compilation.GetSemanticModel(tree);

    /// <summary>The completions at a position, and where the word they replace begins.</summary>
    public (int Start, IReadOnlyList<Completion> Items) Find(int position)
    {
        var text = tree.ToString();
        var start = position;
        while (start > 0 && (char.IsLetterOrDigit(text[start - 1]) || text[start - 1] == '_')) start--;
        var prefix = text[start..position];
        var token = tree.GetRoot().FindToken(Math.Max(0, start - 1));
        if (InText(token, position)) return (start, []);
        var dot = start - 1;
        while (dot >= 0 && char.IsWhiteSpace(text[dot])) dot--;
        var afterDot = dot >= 0 && text[dot] == '.' && !(dot > 0 && char.IsDigit(text[dot - 1]) && IsNumber(dot));
        var symbols = afterDot ? Members(tree.GetRoot().FindToken(dot)) : model.LookupSymbols(start);
        var items = symbols.Where(symbol => symbol.CanBeReferencedByName && Fits(symbol.Name, prefix) && IsWorthShowing(symbol))
            .GroupBy(symbol => symbol.Name, StringComparer.Ordinal)
            .Select(group => new Completion(group.Key, Kind(group.First()), Signature(group)));
        if (!afterDot) items = items.Concat(Keywords.Where(keyword => Fits(keyword, prefix)).Select(keyword => new Completion(keyword, "keyword", ""))).DistinctBy(item => item.Text);
        return (start, [.. items.OrderByDescending(item => item.Text.StartsWith(prefix, StringComparison.Ordinal)).ThenBy(item => item.Text, StringComparer.OrdinalIgnoreCase).Take(MaxItems)]);
    }

    private IEnumerable<ISymbol> Members(SyntaxToken dot)
    {
        var (left, conditional) = dot.Parent switch
        {
            MemberAccessExpressionSyntax access => (access.Expression, false),
            QualifiedNameSyntax name => (name.Left, false),
            MemberBindingExpressionSyntax { Parent: var parent } => (parent?.AncestorsAndSelf().OfType<ConditionalAccessExpressionSyntax>().FirstOrDefault()?.Expression, true),
            _ => ((ExpressionSyntax?)null, false),
        };
        if (left is null) return [];
        var symbol = model.GetSymbolInfo(left).Symbol;
        if (symbol is INamespaceSymbol space) return space.GetMembers();
        if (symbol is ITypeSymbol named && !conditional) return model.LookupStaticMembers(dot.SpanStart, named);
        var type = model.GetTypeInfo(left).Type;
        if (type is null or IErrorTypeSymbol) return [];
        if (conditional && type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable) type = nullable.TypeArguments[0];
        return model.LookupSymbols(dot.SpanStart, type, includeReducedExtensionMethods: true).Where(member => !member.IsStatic || member is IMethodSymbol { MethodKind: MethodKind.ReducedExtension });
    }

    private static bool Fits(string name, string prefix) => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase);

    // Operators, accessors and what the compiler made are no help; neither is what says of itself that it is not to be seen.
    private static bool IsWorthShowing(ISymbol symbol) =>
        symbol is not IMethodSymbol { MethodKind: not (MethodKind.Ordinary or MethodKind.ReducedExtension or MethodKind.LocalFunction) }
        && !symbol.Name.StartsWith('<') && !symbol.GetAttributes().Any(attribute => attribute.AttributeClass?.Name == "EditorBrowsableAttribute" && attribute.ConstructorArguments is [{ Value: 1 }]);

    private static string Kind(ISymbol symbol) => symbol switch
    {
        INamespaceSymbol => "module",
        ITypeSymbol => "class",
        IMethodSymbol => "function",
        IPropertySymbol or IEventSymbol => "property",
        IFieldSymbol { ContainingType.IsScriptClass: true } or ILocalSymbol or IParameterSymbol => "instance",
        IFieldSymbol => "property",
        _ => "instance",
    };

    private static string Signature(IEnumerable<ISymbol> group)
    {
        var first = group.First();
        if (first is not IMethodSymbol) return "";
        var more = group.Count() - 1;
        return first.ToDisplayString(Call) + (more > 0 ? $" (+ {more})" : "");
    }

    private static bool InText(SyntaxToken token, int position) =>
        token.Span.Contains(position - 1) && token.Kind() is SyntaxKind.StringLiteralToken or SyntaxKind.InterpolatedStringTextToken or SyntaxKind.CharacterLiteralToken
            or SyntaxKind.SingleLineRawStringLiteralToken or SyntaxKind.MultiLineRawStringLiteralToken && position <= token.Span.End && position > token.SpanStart
        || token.TrailingTrivia.Concat(token.LeadingTrivia).Any(trivia => trivia.Kind() is SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia && trivia.Span.Contains(position - 1));

    private bool IsNumber(int dot) => tree.GetRoot().FindToken(dot).IsKind(SyntaxKind.NumericLiteralToken);
}
