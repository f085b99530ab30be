using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NotebookHost.Script;

namespace NotebookHost.CSharp;

/// <summary>Puts <see cref="CellLoop.Check"/> into every loop of a cell, so that it can be stopped; lines stay where they are.</summary>
internal sealed class LoopChecks : CSharpSyntaxRewriter
{
    private static readonly StatementSyntax Check = SyntaxFactory.ParseStatement($"global::{typeof(CellLoop).FullName}.{nameof(CellLoop.Check)}();");

    /// <summary>The tree with its loops checked, or the same tree where it has none.</summary>
    public static SyntaxTree In(SyntaxTree tree)
    {
        var root = tree.GetRoot();
        var rewritten = new LoopChecks().Visit(root)!;
        return rewritten == root ? tree : tree.WithRootAndOptions(rewritten, tree.Options);
    }

    public override SyntaxNode? Visit(SyntaxNode? node) => base.Visit(node) switch
    {
        WhileStatementSyntax loop => loop.WithStatement(Checked(loop.Statement)),
        DoStatementSyntax loop => loop.WithStatement(Checked(loop.Statement)),
        ForStatementSyntax loop => loop.WithStatement(Checked(loop.Statement)),
        CommonForEachStatementSyntax loop => loop.WithStatement(Checked(loop.Statement)),
        // A loop may also be made of a label and a jump.
        GotoStatementSyntax jump => Checked(jump),
        var other => other,
    };

    private static BlockSyntax Checked(StatementSyntax body) => body is BlockSyntax block
        ? block.WithStatements(block.Statements.Insert(0, Check))
        : SyntaxFactory.Block(Check, body);
}
