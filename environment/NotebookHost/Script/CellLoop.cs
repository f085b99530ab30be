using System.Runtime.CompilerServices;
using NotebookHost.Engine;

namespace NotebookHost.Script;

/// <summary>What the compiler puts into the loops of cells.</summary>
public static class CellLoop
{
    /// <summary>Ends the loop where its cell was stopped; otherwise a call, one load and one branch.</summary>
    /// <remarks>Not inlined: at the return of a call the runtime can always suspend a thread, in a bare loop it once could not (seen under load), and all stood still.</remarks>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Check()
    {
        if (CellStop.Any) CellScope.Current?.Stop.ThrowIfStopped();
    }
}
