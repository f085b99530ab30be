using System.Collections;
using System.Collections.Concurrent;
using System.Numerics;
using System.Reflection;

namespace NotebookHost.Formatting;

/// <summary>What of a value is shown: its kind, and its public properties and fields.</summary>
internal static class Members
{
    private static readonly ConcurrentDictionary<Type, Member[]> Known = new();

    /// <summary>Whether a value is shown as one word: numbers, texts, dates, enumerations, types.</summary>
    public static bool IsScalar(object? value) => value is null || IsScalar(value.GetType());

    /// <summary>Whether values of a type are shown as one word.</summary>
    public static bool IsScalar(Type type) =>
        type.IsPrimitive || type.IsEnum || type.IsPointer || type == typeof(string) || type == typeof(decimal) || type == typeof(DateTime) ||
        type == typeof(DateTimeOffset) || type == typeof(DateOnly) || type == typeof(TimeOnly) || type == typeof(TimeSpan) || type == typeof(Guid) ||
        type == typeof(Uri) || type == typeof(Version) || type == typeof(Half) || type == typeof(Int128) || type == typeof(UInt128) ||
        type == typeof(BigInteger) || type == typeof(Complex) || typeof(Type).IsAssignableFrom(type) || typeof(Delegate).IsAssignableFrom(type) ||
        Nullable.GetUnderlyingType(type) is { } inner && IsScalar(inner);

    /// <summary>Whether a value shows its parts one after the other.</summary>
    public static bool IsSequence(object value) => value is IEnumerable and not string;

    /// <summary>Whether the type says itself how it is written: it overrides <see cref="object.ToString"/> and is no record, tuple or anonymous type.</summary>
    public static bool HasOwnText(Type type)
    {
        if (type.IsAssignableTo(typeof(Exception))) return true;
        if (type.Name.StartsWith("<>", StringComparison.Ordinal) || type.IsAssignableTo(typeof(System.Runtime.CompilerServices.ITuple))) return false;
        if (type.GetMethod("<Clone>$") is not null || type.GetMethod("PrintMembers", BindingFlags.NonPublic | BindingFlags.Instance) is not null) return false;
        if (IsFSharpRecord(type)) return false;
        var declaring = type.GetMethod(nameof(ToString), Type.EmptyTypes)?.DeclaringType;
        return declaring is not null && declaring != typeof(object) && declaring != typeof(ValueType);
    }

    // Known by its mark, so that F# need not be loaded: 2 is a record in the lower five bits.
    private static bool IsFSharpRecord(Type type) => type.GetCustomAttributesData().Any(mark =>
        mark.AttributeType.Name == "CompilationMappingAttribute" && mark.ConstructorArguments is [{ Value: int flags }, ..] && (flags & 31) == 2);

    /// <summary>Public properties and fields in order of declaration.</summary>
    public static IReadOnlyList<Member> Of(Type type) => Known.GetOrAdd(type, static type =>
    [
        .. type.GetMembers(BindingFlags.Public | BindingFlags.Instance)
            .Where(member => member is FieldInfo || member is PropertyInfo { CanRead: true } property && property.GetIndexParameters().Length == 0 && !property.PropertyType.IsByRefLike)
            .Where(member => member.Name != "EqualityContract")
            .OrderBy(member => member.MetadataToken)
            .Select(member => new Member(member)),
    ]);
}

/// <summary>A public property or field.</summary>
/// <param name="info">Its reflection.</param>
internal sealed class Member(MemberInfo info)
{
    /// <summary>Its name.</summary>
    public string Name => info.Name;

    /// <summary>The type of its values.</summary>
    public Type Type => info is FieldInfo declared ? declared.FieldType : ((PropertyInfo)info).PropertyType;

    /// <summary>Its value, or a note in place of it where reading fails.</summary>
    public object? Read(object instance)
    {
        try
        {
            return info is FieldInfo field ? field.GetValue(instance) : ((PropertyInfo)info).GetValue(instance);
        }
        catch (Exception e)
        {
            return $"!{(e.InnerException ?? e).GetType().Name}";
        }
    }
}
