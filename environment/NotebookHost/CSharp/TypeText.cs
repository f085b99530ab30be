using System.Text;

namespace NotebookHost.CSharp;

/// <summary>Types as they are written in C# code, with their namespaces.</summary>
internal static class TypeText
{
    /// <summary>A type as C# writes it; where it is hidden, the nearest base that code can name, or <c>dynamic</c>.</summary>
    public static string CSharp(Type type) => Nearest(type) is { } near ? Of(near) : IsSequence(type) ? "global::System.Collections.Generic.IEnumerable<dynamic>" : "dynamic";

    /// <summary>A type as F# writes it; where it is hidden, the nearest base that code can name.</summary>
    public static string FSharp(Type type) => (Nearest(type) is { } near ? Of(near) : IsSequence(type) ? "global::System.Collections.Generic.IEnumerable<obj>" : "obj").Replace("global::", "global.", StringComparison.Ordinal);

    private static Type? Nearest(Type type)
    {
        for (var near = type; near is not null && near != typeof(ValueType); near = near.BaseType)
        {
            if (CanBeNamed(near)) return near == typeof(object) && type != typeof(object) ? null : near;
        }
        return null;
    }

    private static bool IsSequence(Type type) => type.IsAssignableTo(typeof(IEnumerable<object>));

    private static string Of(Type type)
    {
        if (type.IsArray) return $"{Of(type.GetElementType()!)}[{new string(',', type.GetArrayRank() - 1)}]";
        if (!type.IsGenericType) return "global::" + type.FullName!.Replace('+', '.');
        var text = new StringBuilder("global::").Append(type.Namespace is null ? "" : type.Namespace + ".");
        var arguments = type.GetGenericArguments();
        var used = 0;
        var chain = new Stack<Type>();
        for (var t = type; t is not null; t = t.DeclaringType) chain.Push(t);
        foreach (var part in chain)
        {
            var tick = part.Name.IndexOf('`', StringComparison.Ordinal);
            text.Append(tick < 0 ? part.Name : part.Name[..tick]);
            var count = part.GetGenericArguments().Length - used;
            if (count > 0) text.Append('<').AppendJoin(", ", arguments[used..(used + count)].Select(Of)).Append('>');
            used += Math.Max(count, 0);
            text.Append('.');
        }
        return text.ToString(0, text.Length - 1);
    }

    private static bool CanBeNamed(Type type) =>
        type.IsArray ? CanBeNamed(type.GetElementType()!)
        : type.IsVisible && type.Assembly is { IsDynamic: false, Location.Length: > 0 } && !type.Name.Contains('<', StringComparison.Ordinal) && !(type.DeclaringType?.Name.StartsWith("Submission#", StringComparison.Ordinal) ?? false)
            && type.GetGenericArguments().All(CanBeNamed);
}
