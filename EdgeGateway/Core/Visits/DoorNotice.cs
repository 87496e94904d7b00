namespace EdgeGateway.Core.Visits;

/// <summary>What people must be able to read at the door before a camera looks at faces or counts. The owner is shown it, and which version is written down with the choice.</summary>
/// <remarks>Whoever changes a text gives it another <see cref="Version"/>; a test holds both together. The paper for the door, with the store's name and contact, is in docs/privacy.</remarks>
/// <param name="For">What it is for: armed, zone or count.</param>
/// <param name="Language">en, zh-CN or zh-TW.</param>
/// <param name="Title">Its heading.</param>
/// <param name="Body">Its text; paragraphs are apart by a line break.</param>
public sealed record DoorNotice(string For, string Language, string Title, string Body)
{
    /// <summary>The version in force.</summary>
    public const string Version = "door-1";

    /// <summary>The languages there are.</summary>
    public static IReadOnlyList<string> Languages { get; } = ["en", "zh-CN", "zh-TW"];

    /// <summary>Every notice.</summary>
    public static IReadOnlyList<DoorNotice> All { get; } =
    [
        new("armed", "en", "Face recognition here – only when you ask for it",
            """
            A camera in the marked area can greet members by their face. It looks at faces only for 30 seconds after you step on the mat, press the button or show your member code. If you do none of these, no face is looked at.
            Only members who agreed to it in writing can be recognised. Everything happens on a device in this store: no picture is kept or sent anywhere, and the face of anybody who is not enrolled is forgotten within a quarter of a second.
            You get the same service without it: show your member code or card, or say your phone number. Members may withdraw at any time, at the till or by phone; what was kept of the face is then destroyed at once.
            """),
        new("armed", "zh-CN", "此处可使用人脸识别——仅在您主动要求时",
            """
            标线区域内的摄像头可以通过人脸问候会员。只有在您踏上感应垫、按下按钮或出示会员码之后的30秒内，才会识别人脸。如果您没有这样做，不会处理任何人脸。
            只有以书面方式单独同意的会员才会被识别。一切处理都在本店的设备上完成：不保存、不外传任何画面，未登记者的人脸在四分之一秒内即被清除。
            不使用人脸也能享受同样的服务：请出示会员码或会员卡，或报手机号。会员可随时在收银台或通过手机撤回同意，所保存的人脸特征将立即销毁。
            """),
        new("armed", "zh-TW", "此處可使用人臉辨識——僅在您主動要求時",
            """
            標線區域內的攝影機可以透過人臉問候會員。只有在您踏上感應墊、按下按鈕或出示會員碼之後的30秒內，才會辨識人臉。若您沒有這樣做，不會處理任何人臉。
            只有以書面方式單獨同意的會員才會被辨識。一切處理都在本店的設備上完成：不保存、不外傳任何畫面，未登記者的人臉在四分之一秒內即被清除。
            不使用人臉也能享有同樣的服務：請出示會員碼或會員卡，或告知手機號碼。會員可隨時在收銀台或透過手機撤回同意，所保存的人臉特徵將立即銷毀。
            """),
        new("zone", "en", "Face recognition in the marked area",
            """
            A camera looks at faces in the marked area at all times, to greet members who agreed to it in writing. Nobody else can be recognised. If you do not want your face to be looked at, walk past the marked area; the way round it is open.
            Everything happens on a device in this store: no picture is kept or sent anywhere, and the face of anybody who is not enrolled is forgotten within a quarter of a second. Outside the marked area no face is turned into numbers.
            You get the same service without it: show your member code or card, or say your phone number. Members may withdraw at any time, at the till or by phone; what was kept of the face is then destroyed at once.
            """),
        new("zone", "zh-CN", "标线区域内正在使用人脸识别",
            """
            摄像头会持续识别标线区域内的人脸，以便问候以书面方式单独同意的会员。其他任何人都不会被识别。如果您不希望人脸被处理，请从标线区域旁绕行，旁边的通道保持畅通。
            一切处理都在本店的设备上完成：不保存、不外传任何画面，未登记者的人脸在四分之一秒内即被清除。标线区域以外的人脸不会被转换为特征。
            不使用人脸也能享受同样的服务：请出示会员码或会员卡，或报手机号。会员可随时在收银台或通过手机撤回同意，所保存的人脸特征将立即销毁。
            """),
        new("zone", "zh-TW", "標線區域內正在使用人臉辨識",
            """
            攝影機會持續辨識標線區域內的人臉，以便問候以書面方式單獨同意的會員。其他任何人都不會被辨識。若您不希望人臉被處理，請從標線區域旁繞行，旁邊的通道保持暢通。
            一切處理都在本店的設備上完成：不保存、不外傳任何畫面，未登記者的人臉在四分之一秒內即被清除。標線區域以外的人臉不會被轉換為特徵。
            不使用人臉也能享有同樣的服務：請出示會員碼或會員卡，或告知手機號碼。會員可隨時在收銀台或透過手機撤回同意，所保存的人臉特徵將立即銷毀。
            """),
        new("count", "en", "People are counted here",
            """
            A camera counts how many people walk through this area, by the hour. Nobody is recognised for it and no face is turned into numbers. No picture is kept or sent anywhere; only the number is.
            """),
        new("count", "zh-CN", "此处统计客流人数",
            """
            摄像头按小时统计经过此区域的人数。统计时不识别任何人，也不会将人脸转换为特征。不保存、不外传任何画面，只保留人数。
            """),
        new("count", "zh-TW", "此處統計來客人數",
            """
            攝影機按小時統計經過此區域的人數。統計時不辨識任何人，也不會將人臉轉換為特徵。不保存、不外傳任何畫面，只保留人數。
            """),
    ];

    /// <summary>The notices of a language.</summary>
    public static IReadOnlyList<DoorNotice> In(string language) => [.. All.Where(one => one.Language == language)];
}
