using System.Runtime.CompilerServices;
using NotebookHost.Engine;

namespace NotebookHost.Script;

/// <summary>What the compiler puts into the loops of cells.</summary>
public static class CellLoop
{
    /// <summary>Ends the loop where its cell was stopped; otherwise a call, one load and one branch.</summary>
    /// <remarks>Not inlined: the return of a call is a place where the runtime can suspend a thread; under load it seems not always to manage that in a bare loop.</remarks>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Check()
    {
        if (CellStop.Any) CellScope.Current?.Stop.ThrowIfStopped();
    }
}
