namespace UserSegments.Profiles;

/// <summary>Ready-made seeds.</summary>
public static class FacetSeeds
{
    /// <summary>Ten things that shoppers praise or blame, in English and Chinese: general words, to be extended for a shop of one's own.</summary>
    public static IReadOnlyList<FacetSeed> Shopping { get; } =
    [
        Of("durability", "durable sturdy solid robust tank lasts lasting well-made reliable 结实 耐用 扎实 牢固 像新的",
            "broke broken breaks cracked flimsy fragile fell-apart wears-out worn 坏了 易碎 容易断 不耐用 质量太差"),
        Of("value", "value bargain cheaper-than cheap-and affordable worth-every worth-the-money deal 性价比很高 性价比高 实惠 物超所值 便宜",
            "overpriced expensive not-worth rip-off pay-for cheaper-elsewhere cheaper-somewhere 太贵 不值 性价比低"),
        Of("design", "gorgeous beautiful elegant stylish pretty looks-great everybody-asks 好看 漂亮 颜值",
            "ugly clunky looks-cheap color-is-off colour-is-off not-as-pretty 难看 色差 廉价"),
        Of("ease of use", "easy simple intuitive straightforward out-of-the-box clear-instructions no-fiddling effortless 简单 上手 方便 容易用",
            "confusing complicated fiddly crashing hour-to-assemble difficult manual 复杂 麻烦 看不懂"),
        Of("comfort", "comfortable comfy soft fits-perfectly light-enough cosy 舒服 舒适 合适 柔软",
            "hurts rubs pinches stiff uncomfortable runs-small too-tight 不舒服 偏小 又硬"),
        Of("performance", "fast powerful accurate precise specs-are handles-everything efficient 性能强 速度很快 耐用的电池 电池耐用 很快就",
            "sluggish slow weak inaccurate loses-power battery-dies stated-numbers underpowered 反应慢 电池不行 性能一般"),
        Of("quietness", "quiet silent silently hardly-a-sound noiseless no-hum wake-the-baby 安静 静音 没有声音",
            "loud noise noisy rattle whines unbearable woke-up 噪音 太吵 一直响"),
        Of("sustainability", "plastic-free recycled organic fair-trade refillable repaired sustainable eco* 环保材料 可回收 天然",
            "layers-of-plastic not-recyclable nothing-here-is-recyclable chemicals greenwashing disposable 包装浪费 化学 不环保"),
        Of("delivery", "early carefully-packed customer-service quick-delivery refund-without arrived-on-time 发货很快 包装仔细 态度好",
            "arrived-damaged weeks-to-ship never-answered missing wrong-item late 太慢 收到时坏 不理人"),
        Of("gift appeal", "perfect-gift loved-it wrapping thrilled one-more-for great-gift present 送礼 孩子很喜欢 很开心",
            "embarrassing no-gift returned-it lost-interest would-not-give 拿不出手 没有礼盒 不喜欢"),
    ];

    private static FacetSeed Of(string name, string praise, string blame) => new(name, Split(praise), Split(blame));

    private static string[] Split(string words) => [.. words.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => word.Replace('-', ' '))];
}
