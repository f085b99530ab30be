using UserSegments.Tokenization;

namespace UserSegments.Tests.Tokenization;

public sealed class WordPieceTrainerTests
{
    [Fact]
    public void Train_ByHand_MergesTheMostFrequentPairs()
    {
        // "low" 4 times and "lower" twice: l+##o 6 times, then lo+##w 6 times, then ##e+##r and the rest.
        var vocabulary = WordPieceTrainer.Train(["low low low low lower Lower"], 64, 1);
        Assert.Equal(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"], vocabulary.Take(5));
        Assert.Equal(["##o", "##w", "l", "##e", "##r"], vocabulary.Skip(5).Take(5));
        Assert.Equal("##ow", vocabulary[10]);
        Assert.Equal(["low", "lower"], vocabulary.Where(x => x is "low" or "lower"));
        Assert.Equal(["[CLS]", "lower", "low", "[SEP]"], Tokenizer.FromWordPieces([.. vocabulary]).Encode("LOWER low").Tokens);
    }

    [Fact]
    public void Train_ChineseAndPunctuation_StandAlone()
    {
        var vocabulary = WordPieceTrainer.Train(["咖啡机很好。咖啡很香！", "咖啡 coffee"], 64, 1);
        Assert.Contains("咖", vocabulary);
        Assert.DoesNotContain("咖啡", vocabulary);
        Assert.DoesNotContain("[UNK]", Tokenizer.FromWordPieces([.. vocabulary]).Encode("咖啡机, coffee".Replace(",", "。", StringComparison.Ordinal)).Tokens);
    }

    [Fact]
    public void Train_SameTexts_GivesTheSameVocabularyOfTheSizeAskedFor()
    {
        string[] texts = [.. Enumerable.Range(0, 300).Select(i => $"word{i % 37}ing un{i % 11}able re{i % 5}do")];
        var one = WordPieceTrainer.Train(texts, 70);
        Assert.Equal(70, one.Count);
        Assert.Equal(one, WordPieceTrainer.Train(texts, 70));
        Assert.Equal(one.Count, one.Distinct().Count());
    }
}
