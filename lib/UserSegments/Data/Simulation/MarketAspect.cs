namespace UserSegments.Data.Simulation;

/// <summary>The words of one thing that people praise or blame.</summary>
internal sealed record MarketAspect(string Name, string[] Praise, string[] Blame, string[] ChinesePraise, string[] ChineseBlame)
{
    private static readonly (string Name, string Praise, string Blame, string ChinesePraise, string ChineseBlame)[] Table =
    [
        ("durability", "built like a tank|still solid after months of use|sturdy and well made|no signs of wear at all|feels robust in the hand",
            "broke after two weeks|the hinge cracked already|feels flimsy|fell apart in no time|wears out fast", "很结实|用了几个月还像新的|做工扎实", "用两周就坏了|质量太差|容易断"),
        ("value", "great value for the money|cheaper than anything comparable|a real bargain|worth every cent|best deal i found",
            "overpriced for what it is|not worth the money|you pay for the logo|too expensive|found it cheaper elsewhere", "性价比很高|价格实惠|物超所值", "太贵了|不值这个价|性价比低"),
        ("design", "looks gorgeous|the colour is beautiful|elegant and minimal|such a pretty shape|everybody asks where i got it",
            "looks cheap in person|the colour is off|ugly logo on the front|clunky shape|not as pretty as in the photos", "颜值很高|设计好看|颜色漂亮", "外观难看|颜色有色差|样子很廉价"),
        ("ease of use", "easy to set up|worked straight out of the box|simple enough for my parents|clear instructions|no fiddling needed",
            "confusing manual|took an hour to assemble|fiddly controls|the app keeps crashing|far too complicated", "操作简单|上手很快|安装方便", "说明书看不懂|安装很麻烦|操作复杂"),
        ("comfort", "so comfortable|soft where it matters|fits perfectly|light enough to forget about|i can use it all day",
            "hurts after an hour|rubs and pinches|runs small|stiff and heavy|uncomfortable from the start", "很舒服|尺码合适|轻便柔软", "不舒服|尺码偏小|又硬又重"),
        ("performance", "incredibly fast|accurate every single time|powerful for its size|the specs are real|handles everything i throw at it",
            "sluggish and weak|inaccurate readings|loses power quickly|the battery dies by noon|does not reach the stated numbers", "性能强|速度很快|电池耐用", "反应慢|电池不行|性能一般"),
        ("quietness", "whisper quiet|does not wake the baby|hardly a sound|pleasantly silent|no hum no rattle",
            "loud as a truck|constant rattle|whines all the time|the noise is unbearable|woke up the whole house", "很安静|几乎没有声音|静音效果好", "噪音大|声音太吵|一直响"),
        ("sustainability", "plastic free packaging|recycled material|fair trade and organic|refillable which i love|made to be repaired",
            "wrapped in layers of plastic|nothing here is recyclable|smells of chemicals|greenwashing if you ask me|disposable by design", "环保材料|包装可回收|成分天然", "包装浪费|有化学味|不环保"),
        ("delivery", "arrived a day early|carefully packed|friendly customer service|refund without questions|quick delivery",
            "arrived damaged|took three weeks to ship|support never answered|parts were missing|wrong item in the box", "发货很快|包装仔细|客服态度好", "快递太慢|收到时坏了|客服不理人"),
        ("gift appeal", "made a perfect gift|she loved it|beautiful wrapping|the kids were thrilled|got one more for my brother",
            "embarrassing as a gift|no gift box|he returned it the next day|the kids lost interest|would not give this to anyone", "送礼很合适|孩子很喜欢|朋友收到很开心", "送人拿不出手|没有礼盒|孩子不喜欢"),
    ];

    public static IReadOnlyList<MarketAspect> All { get; } = [.. Table.Select(row => new MarketAspect(
        row.Name, row.Praise.Split('|'), row.Blame.Split('|'), row.ChinesePraise.Split('|'), row.ChineseBlame.Split('|')))];
}
