using System.Text;

namespace NotebookHost.Engine;

/// <summary>Routes <see cref="Console"/> to the cell whose code writes; the host's own writing goes where it went before.</summary>
internal static class ConsoleRouter
{
    private static int installed;

    /// <summary>Takes the console over, once a process.</summary>
    public static void Install()
    {
        if (Interlocked.Exchange(ref installed, 1) == 1) return;
        Console.SetOut(new Router("stdout", Console.Out));
        Console.SetError(new Router("stderr", Console.Error));
        Console.SetIn(new InputRouter(Console.In));
    }

    private sealed class Router(string name, TextWriter original) : TextWriter
    {
        public override Encoding Encoding => original.Encoding;

        public override void Write(char value) => Write([value]);

        public override void Write(string? value) => Write(value.AsSpan());

        public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

        public override void Write(ReadOnlySpan<char> buffer)
        {
            if (CellScope.Current is { } scope) scope.Write(name, buffer);
            else original.Write(buffer);
        }

        public override void WriteLine(string? value) => Write(value + "\n");

        public override void WriteLine() => Write("\n");

        public override string NewLine => "\n";

        public override void Flush()
        {
            if (CellScope.Current is null) original.Flush();
        }
    }

    private sealed class InputRouter(TextReader original) : TextReader
    {
        public override string? ReadLine() => CellScope.Current is { } scope ? scope.ReadInput("", password: false) : original.ReadLine();

        public override int Read() => CellScope.Current is null ? original.Read() : throw Unsupported();

        public override int Peek() => CellScope.Current is null ? original.Peek() : throw Unsupported();

        private static NotSupportedException Unsupported() => new("A cell reads whole lines: use Console.ReadLine().");
    }
}
