using System.Collections.Frozen;

namespace UserSegments.Text;

/// <summary>Short names of the emoji that reviews use most, as Unicode CLDR gives them.</summary>
internal static class EmojiNames
{
    private static readonly FrozenDictionary<int, string> Names = new Dictionary<int, string>
    {
        [0x1F600] = "grinning face", [0x1F601] = "beaming face", [0x1F602] = "face with tears of joy", [0x1F603] = "grinning face",
        [0x1F604] = "grinning face", [0x1F605] = "grinning face with sweat", [0x1F606] = "squinting face", [0x1F609] = "winking face",
        [0x1F60A] = "smiling face", [0x1F60B] = "face savoring food", [0x1F60D] = "smiling face with heart eyes", [0x1F60E] = "smiling face with sunglasses",
        [0x1F610] = "neutral face", [0x1F611] = "expressionless face", [0x1F612] = "unamused face", [0x1F614] = "pensive face",
        [0x1F618] = "face blowing a kiss", [0x1F61E] = "disappointed face", [0x1F620] = "angry face", [0x1F621] = "enraged face",
        [0x1F622] = "crying face", [0x1F629] = "weary face", [0x1F62D] = "loudly crying face", [0x1F631] = "face screaming in fear",
        [0x1F633] = "flushed face", [0x1F634] = "sleeping face", [0x1F642] = "slightly smiling face", [0x1F643] = "upside-down face",
        [0x1F644] = "face with rolling eyes", [0x1F64C] = "raising hands", [0x1F64F] = "folded hands", [0x1F914] = "thinking face",
        [0x1F923] = "rolling on the floor laughing", [0x1F929] = "star-struck", [0x1F92E] = "face vomiting", [0x1F970] = "smiling face with hearts",
        [0x1F973] = "partying face", [0x1F97A] = "pleading face", [0x2639] = "frowning face", [0x263A] = "smiling face",
        [0x2764] = "red heart", [0x1F494] = "broken heart", [0x1F495] = "two hearts", [0x1F496] = "sparkling heart", [0x1F499] = "blue heart",
        [0x1F49A] = "green heart", [0x1F49B] = "yellow heart", [0x1F44D] = "thumbs up", [0x1F44E] = "thumbs down", [0x1F44C] = "ok hand",
        [0x1F44F] = "clapping hands", [0x1F4AA] = "flexed biceps", [0x1F525] = "fire", [0x1F389] = "party popper", [0x1F381] = "wrapped gift",
        [0x1F4A9] = "pile of poo", [0x1F4AF] = "hundred points", [0x2B50] = "star", [0x1F31F] = "glowing star", [0x2728] = "sparkles",
        [0x2705] = "check mark", [0x2714] = "check mark", [0x274C] = "cross mark", [0x26A0] = "warning", [0x2615] = "hot beverage",
        [0x1F354] = "hamburger", [0x1F355] = "pizza", [0x1F370] = "shortcake", [0x1F382] = "birthday cake", [0x1F377] = "wine glass", [0x1F37A] = "beer mug",
        [0x1F3B5] = "musical note", [0x1F3B8] = "guitar", [0x1F3A7] = "headphone", [0x1F3AE] = "video game", [0x1F4DA] = "books", [0x1F697] = "car",
        [0x1F436] = "dog face", [0x1F431] = "cat face", [0x1F4F1] = "mobile phone", [0x1F4E6] = "package", [0x1F69A] = "delivery truck",
    }.ToFrozenDictionary();

    /// <summary>Whether a code point is drawn as an emoji; modifiers and joiners are told by <see cref="IsModifier"/>.</summary>
    public static bool IsEmoji(int codePoint) =>
        codePoint is >= 0x1F300 and <= 0x1FAFF or >= 0x2600 and <= 0x27BF or >= 0x1F1E6 and <= 0x1F1FF or 0x2B50 or 0x2B55 or 0x231A or 0x231B or 0x23F0;

    /// <summary>Whether a code point only changes the emoji before it: variation selector, joiner, skin tone, keycap.</summary>
    public static bool IsModifier(int codePoint) => codePoint is 0xFE0F or 0xFE0E or 0x200D or 0x20E3 or (>= 0x1F3FB and <= 0x1F3FF);

    /// <summary>The name of an emoji; "emoji" where the table has none.</summary>
    public static string Of(int codePoint) => Names.GetValueOrDefault(codePoint, "emoji");
}
