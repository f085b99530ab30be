using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using FSharp.Compiler.CodeAnalysis;
using FSharp.Compiler.Syntax;
using FSharp.Compiler.Text;
using Microsoft.FSharp.Core;
using NotebookHost.Script;
using SourceRange = FSharp.Compiler.Text.Range;

namespace NotebookHost.FSharp;

/// <summary>Puts <see cref="CellLoop.Check"/> into the loops and recursive functions of an F# cell, so that it can be stopped; lines keep their numbers.</summary>
/// <param name="checker">Parses.</param>
internal sealed class FSharpLoops(FSharpChecker checker)
{
    private const string Check = $"{nameof(NotebookHost)}.{nameof(Script)}.{nameof(CellLoop)}.{nameof(CellLoop.Check)}()";
    private static readonly FSharpParsingOptions Defaults = FSharpParsingOptions.Default;

    /// <summary>The code with checks; as it was where it has no loop or does not parse.</summary>
    public string In(string code, string file)
    {
        if (Parse(code) is not { } tree) return code;
        var bodies = new List<SourceRange>();
        Find(tree, bodies);
        if (bodies.Count == 0) return code;
        var lines = code.Split('\n');
        foreach (var body in bodies.DistinctBy(body => (body.StartLine, body.StartColumn)).OrderByDescending(body => (body.StartLine, body.StartColumn)))
        {
            ref var line = ref lines[body.StartLine - 1];
            var before = line[..body.StartColumn];
            // A body of one line takes the check in front; one of several must keep its columns and gets a line of its own.
            if (body.StartLine == body.EndLine && !before.TrimEnd().EndsWith("->", StringComparison.Ordinal)) line = $"{before}{Check}; {line[body.StartColumn..]}";
            else if (string.IsNullOrWhiteSpace(before)) line = string.Create(CultureInfo.InvariantCulture, $"{before}{Check}\n# {body.StartLine} \"{file}\"\n{line}");
        }
        var changed = string.Join('\n', lines);
        return Parse(changed) is null ? code : changed;
    }

    private ParsedInput? Parse(string code)
    {
        var options = new FSharpParsingOptions(["cell.fsx"], Defaults.ApplyLineDirectives, Defaults.ConditionalDefines, Defaults.DiagnosticOptions, Defaults.LangVersionText, isInteractive: true, compilingFSharpCore: false, isExe: true);
        var work = checker.ParseFile("cell.fsx", SourceText.ofString(code), options, FSharpOption<bool>.None, FSharpOption<string>.None);
        var parsed = Microsoft.FSharp.Control.FSharpAsync.RunSynchronously(work, FSharpOption<int>.None, FSharpOption<CancellationToken>.None);
        return parsed.ParseHadErrors ? null : parsed.ParseTree;
    }

    // The tree has a hundred kinds of nodes; all but four are only passed through.
    private static void Find(object? node, List<SourceRange> bodies)
    {
        switch (node)
        {
            case null or string or SourceRange:
                return;
            case IEnumerable items:
                foreach (var item in items) Find(item, bodies);
                return;
            case ITuple tuple:
                for (var i = 0; i < tuple.Length; i++) Find(tuple[i], bodies);
                return;
        }
        switch (node)
        {
            case SynExpr.While loop: bodies.Add(loop.doExpr.Range); break;
            case SynExpr.For loop: bodies.Add(loop.doBody.Range); break;
            case SynExpr.ForEach { bodyExpr: not SynExpr.YieldOrReturn } loop: bodies.Add(loop.bodyExpr.Range); break;
            case SynModuleDecl.Let { isRecursive: true } let: Functions(let.bindings, bodies); break;
            case SynExpr.LetOrUse { Item: { IsRecursive: true } let }: Functions(let.Bindings, bodies); break;
        }
        foreach (var property in node.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (property.GetIndexParameters().Length > 0 || !IsSyntax(property.PropertyType)) continue;
            Find(property.GetValue(node), bodies);
        }
    }

    private static void Functions(IEnumerable<SynBinding> bindings, List<SourceRange> bodies) => bodies.AddRange(bindings
        .Where(binding => binding.headPat is SynPat.LongIdent { argPats: SynArgPats.Pats { pats.Length: > 0 } })
        .Select(binding => (binding.expr is SynExpr.Typed typed ? typed.expr : binding.expr).Range));

    private static bool IsSyntax(Type type) =>
        type.Namespace == "FSharp.Compiler.Syntax" ? !type.Name.EndsWith("Trivia", StringComparison.Ordinal)
        : type.IsGenericType && type.GetGenericArguments().Any(IsSyntax);
}
