using System.Diagnostics;

namespace UserSegments.Encoding;

/// <summary>Lets one writer at a time at a file, among all processes; the operating system takes the lock back from a process that dies.</summary>
internal static class FileGate
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>Waits for the lock, which the returned stream holds until it is disposed. The lock file stays: deleting it would let two in.</summary>
    /// <exception cref="IOException">Somebody else held it for a minute.</exception>
    public static FileStream Enter(string lockFile)
    {
        var begin = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                return new FileStream(lockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
            }
            catch (IOException error) when (error is not (DirectoryNotFoundException or PathTooLongException))
            {
                if (Stopwatch.GetElapsedTime(begin) > Patience) throw new IOException($"{lockFile} was held by another process for {Patience.TotalSeconds} seconds.", error);
                Thread.Sleep(5);
            }
        }
    }
}
