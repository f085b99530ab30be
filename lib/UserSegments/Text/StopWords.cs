using System.Collections.Frozen;

namespace UserSegments.Text;

/// <summary>Words too common to tell people apart.</summary>
public static class StopWords
{
    /// <summary>English function words, lower case, with and without the apostrophe of contractions.</summary>
    public static IReadOnlySet<string> English { get; } = Set(
        "a about above after again against all also am an and any are aren't as at be because been before being below between both but by " +
        "can can't cannot could couldn't did didn't do does doesn't doing don't down during each few for from further had hadn't has hasn't " +
        "have haven't having he he'd he'll he's her here here's hers herself him himself his how how's i i'd i'll i'm i've if in into is isn't " +
        "it it's its itself just let's me more most mustn't my myself no nor not now of off on once only or other ought our ours ourselves out " +
        "over own same shan't she she'd she'll she's should shouldn't so some such than that that's the their theirs them themselves then " +
        "there there's these they they'd they'll they're they've this those through to too under until up very was wasn't we we'd we'll we're " +
        "we've were weren't what what's when when's where where's which while who who's whom why why's will with won't would wouldn't you " +
        "you'd you'll you're you've your yours yourself yourselves arent cant couldnt didnt doesnt dont hadnt hasnt havent im isnt ive " +
        "shouldnt thats theres theyre wasnt werent wont wouldnt youre");

    /// <summary>Chinese function words of one or two characters; a pair of single ones counts as a stop word too (see <see cref="TermCounter"/>).</summary>
    public static IReadOnlySet<string> Chinese { get; } = Set(
        "的 了 和 是 就 都 而 及 与 着 或 一 不 在 有 也 很 到 说 要 去 你 会 我 他 她 它 们 这 那 个 上 下 中 来 对 把 被 让 给 向 从 以 为 之 于 " +
        "吧 吗 呢 啊 哦 嗯 呀 啦 么 得 地 又 还 再 更 最 太 能 可 想 看 好 没 只 自 其 此 " +
        "一个 一些 一样 一直 一下 不是 不能 不会 不要 不过 为了 什么 他们 她们 它们 我们 你们 自己 这个 那个 这些 那些 这样 那样 这里 那里 这么 那么 " +
        "但是 因为 所以 如果 虽然 可以 可是 还是 还有 或者 就是 只是 都是 也是 没有 已经 非常 比较 时候 怎么 如何 以后 以前 之后 之前 然后 而且 并且 因此");

    private static FrozenSet<string> Set(string words) => words.Split(' ').ToFrozenSet(StringComparer.Ordinal);
}
