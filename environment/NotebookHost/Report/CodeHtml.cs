using System.Net;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace NotebookHost.Report;

/// <summary>C# code as HTML with its parts marked: keywords, types, members, texts, numbers, comments.</summary>
internal static class CodeHtml
{
    private static readonly CSharpParseOptions Script = new(LanguageVersion.Latest, DocumentationMode.None, SourceCodeKind.Script);

    /// <summary>The markup of a cell: magic lines apart, C# coloured, other languages plain.</summary>
    /// <param name="code">The cell.</param>
    /// <param name="isCSharp">Whether the lines are C#.</param>
    public static string Of(string code, bool isCSharp)
    {
        var html = new StringBuilder();
        var block = new StringBuilder();
        foreach (var line in code.ReplaceLineEndings("\n").Split('\n'))
        {
            if (Engine.CellParser.IsMagic(line))
            {
                Flush();
                Span(html, "magic", line);
                html.Append('\n');
                isCSharp = IsCSharpAfter(Engine.CellParser.Split(line).Name, isCSharp);
            }
            else
            {
                block.Append(line).Append('\n');
            }
        }
        Flush();
        return html.ToString().TrimEnd('\n');

        void Flush()
        {
            if (block.Length > 0) html.Append(isCSharp ? CSharp(block.ToString()) : WebUtility.HtmlEncode(block.ToString()));
            block.Clear();
        }
    }

    private static bool IsCSharpAfter(string magic, bool before) => magic switch
    {
        "csharp" or "c#" or "C#" or "cs" => true,
        "time" or "share" or "set" or "import" or "who" or "whos" or "lsmagic" or "about" => before,
        _ => false,
    };

    private static string CSharp(string code)
    {
        var html = new StringBuilder();
        foreach (var token in CSharpSyntaxTree.ParseText(code, Script).GetRoot().DescendantTokens(descendIntoTrivia: false))
        {
            Trivia(html, token.LeadingTrivia);
            Span(html, Class(token), token.Text);
            Trivia(html, token.TrailingTrivia);
        }
        return html.ToString();
    }

    private static void Trivia(StringBuilder html, SyntaxTriviaList trivia)
    {
        foreach (var item in trivia)
        {
            var name = item.Kind() is SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia or SyntaxKind.SingleLineDocumentationCommentTrivia ? "comment"
                : item.IsDirective ? "magic" : null;
            Span(html, name, item.ToFullString());
        }
    }

    private static string? Class(SyntaxToken token)
    {
        if (token.IsKeyword() || SyntaxFacts.IsContextualKeyword(token.Kind()) && token.Parent is not IdentifierNameSyntax) return "keyword";
        return token.Kind() switch
        {
            SyntaxKind.StringLiteralToken or SyntaxKind.CharacterLiteralToken or SyntaxKind.InterpolatedStringTextToken or SyntaxKind.InterpolatedStringStartToken
                or SyntaxKind.InterpolatedStringEndToken or SyntaxKind.SingleLineRawStringLiteralToken or SyntaxKind.MultiLineRawStringLiteralToken
                or SyntaxKind.InterpolatedVerbatimStringStartToken or SyntaxKind.InterpolatedRawStringEndToken => "string",
            SyntaxKind.NumericLiteralToken => "number",
            SyntaxKind.IdentifierToken => Identifier(token),
            _ => null,
        };
    }

    private static string? Identifier(SyntaxToken token)
    {
        if (token.Text is "var" or "await" or "nint" or "nuint") return "keyword";
        var node = token.Parent;
        if (node is BaseTypeDeclarationSyntax or GenericNameSyntax { Parent: not MemberAccessExpressionSyntax and not InvocationExpressionSyntax }) return "type";
        if (node is MethodDeclarationSyntax or LocalFunctionStatementSyntax) return "method";
        if (node is not SimpleNameSyntax name) return null;
        var called = name.Parent is InvocationExpressionSyntax call && call.Expression == name
            || name.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax outer } access && access.Name == name && outer.Expression == access;
        if (called) return "method";
        var isType = name.Parent is ObjectCreationExpressionSyntax or VariableDeclarationSyntax or ParameterSyntax or TypeArgumentListSyntax or ArrayTypeSyntax
                or NullableTypeSyntax or CastExpressionSyntax or SimpleBaseTypeSyntax or PropertyDeclarationSyntax or MethodDeclarationSyntax or LocalFunctionStatementSyntax
            || name.Parent is MemberAccessExpressionSyntax first && first.Expression == name && char.IsUpper(token.Text[0]);
        return isType ? "type" : null;
    }

    private static void Span(StringBuilder html, string? name, string text)
    {
        if (text.Length == 0) return;
        if (name is null) html.Append(WebUtility.HtmlEncode(text));
        else html.Append("<span class=\"").Append(name).Append("\">").Append(WebUtility.HtmlEncode(text)).Append("</span>");
    }
}
