using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace NotebookHost.CSharp;

/// <summary>Finds assemblies that a referenced library mentions, each as the one cached reference.</summary>
internal sealed class CachedReferenceResolver : MetadataReferenceResolver
{
    /// <summary>The only instance; it has no state of its own.</summary>
    public static CachedReferenceResolver Instance { get; } = new();

    public override bool ResolveMissingAssemblies => true;

    public override PortableExecutableReference? ResolveMissingAssembly(MetadataReference definition, AssemblyIdentity referenceIdentity) =>
        Libraries.Find(referenceIdentity.Name) is { } path ? FrameworkReferences.Of(path) : null;

    public override ImmutableArray<PortableExecutableReference> ResolveReference(string reference, string? baseFilePath, MetadataReferenceProperties properties) => [];

    public override bool Equals(object? other) => other is CachedReferenceResolver;

    public override int GetHashCode() => 1;
}
