namespace UserSegments.Tokenization;

/// <summary>One place of a template: special tokens, or one of the two sequences.</summary>
/// <param name="Ids">Ids of the special token; empty where a sequence stands.</param>
/// <param name="Sequence">0 for A, 1 for B; -1 where a special token stands.</param>
/// <param name="TypeId">Segment number given to what stands here.</param>
internal sealed record TemplateItem(int[] Ids, int Sequence, int TypeId);
