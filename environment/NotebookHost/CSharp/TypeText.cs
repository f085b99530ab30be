using System.Text;

namespace NotebookHost.CSharp;

/// <summary>Types as they are written in C# code, with their namespaces.</summary>
internal static class TypeText
{
    /// <summary>The text of a type; the nearest base that code can name where the type itself is hidden.</summary>
    public static string Of(Type type)
    {
        while (!CanBeNamed(type)) type = type.BaseType ?? typeof(object);
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
        : type.IsVisible && !type.Name.Contains('<', StringComparison.Ordinal) && !(type.DeclaringType?.Name.StartsWith("Submission#", StringComparison.Ordinal) ?? false)
            && type.GetGenericArguments().All(CanBeNamed);
}
