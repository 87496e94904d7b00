using System.Collections.Frozen;
using System.Globalization;

namespace EdgeGateway.Core.Printing.Documents.Typesetting;

/// <summary>Advance widths of Noto Sans CJK SC in thousandths of the font size, so that lines are broken without asking a font. Pure.</summary>
/// <remarks>
/// Read from the hmtx tables of Debian's fonts-noto-cjk 20220127 (SIL Open Font License). Ideographs are 1000 wide. Characters that the font lacks are drawn
/// from whatever other font is there; 700 is assumed. Kerning makes lines a little shorter than these sums, never longer.
/// </remarks>
internal static class NotoSansWidths
{
    private const int Ideograph = 1000;
    private const int Unknown = 700;

    private static readonly FrozenDictionary<int, short> s_regular = Read(
        "20:224 323 474 555*2 921 680 278 338*2 467 555 278 347 278 392 555*10 278*2 555*3 474 946 608 657 638 688 589 " +
        "552 689 728 293 535 646 543 812 723 742 633 742 635 596 599 721 575 878 573 531 603 338 392 338 555 559 606 563 " +
        "618 510 620 554 325 564 607 275*2 552 284 926 610 606 620*2 388 468 377 607 521 802 498 521 475 338 270 338 " +
        "555;A0:224 323 555*4 270 1000 606 832 386 479 555 347 473 606 370 1000 411*2 606 628 1000*2 606 411 407 479 873 " +
        "903 889 474 608*6 918 638 589*4 293*4 712 723 742*5 1000 742 721*4 531 652 643 563*6 877 510 554*4 275*4 608 610" +
        " 606*5 1000 606 607*4 521 620 521 608 563 608 563;110:712 620 589 554;11A:589 554;128:293 275 293 275;143:723 " +
        "610;147:723 610;14C:742 606 742 606;152:947 937;168:721 607 721 607 721 607;192:555;1A0:742 606;1AF:736 " +
        "607;1CD:608 563 293 275 742 606 721 607 721 607 721 607 721 607 721 607;1F8:723 " +
        "610;251:625;261:620;2BB:278;2C7:600;2CA:600*2;2D9:500;2EA:600*2;391:608 657 557 656 589 603 728 742 293 646 575 " +
        "812 723 595 742 721 633;3A3:601 599 531 803 573 780 758;3B1:625 631 540 594 501 473 604 583 292 551 552 628 528 " +
        "481 597 654 613 482 609 514 569 760 536 769 782;401:589;410:608 648 657 557 712 589 898 620 733*2 648 704 812 " +
        "728 742 721 633 638 599 575 818 573 718 668 966 976 805 891 648 638 1014 650 563 608 567 459 594 554 760 510 " +
        "631*2 556 593 707 629 606 618 620 510 514 521 820 498 619 572 837 845 665 753 548 510 825 574;451:554;1E3E:812 " +
        "926;1EA0:608 563 608 563 608 563 608 563 608 563 608 563 608 563 608 563 608 563 608 563 608 563 608 563 589 554" +
        " 589 554 589 554 589 554 589 554 589 554 589 554 589 554 293 275 293 275 742 606 742 606 742 606 742 606 742 606" +
        " 742 606 742 606 742 606 742 606 742 606 742 606 742 606 721 607 721 607 736 607 736 607 736 607 736 607 736 607" +
        " 531 521 531 521 531 521 531 521;2002:500;2011:347 536*2 894;201A:278;201E:474;2032:278 " +
        "474;2039:302*2;203C:613;2047:910 " +
        "758*2;2074:411;20A9:555;20AB:555*2;2113:457;2116:997;2122:711;212E:894;2212:555;2713:683;2E3A:1676 " +
        "2459;FF61:500*63 920*31;FFC2:920*6;FFCA:920*6;FFD2:920*6;FFDA:920*3;FFE8:500*7");

    private static readonly FrozenDictionary<int, short> s_bold = Read(
        "20:227 370 574 590*2 963 740 325 378*2 507 590 325 370 325 387 590*10 325*2 590*3 514 1007 641 681 656 714 615 " +
        "585 717 757 330 568 686 578 853 749 770 667 770 682 624 625 748 619 915 627 580 613 378 387 378 590 567 626 591 " +
        "644 527 644 581 372 597 640 304 306 604 315 964 641 626 644*2 436 495 421 637 576 863 562 574 511 378 296 378 " +
        "590;A0:227 370 590*4 296 1000 626 849 403 529 590 370 513 626 404 1000 424*2 626 664 1000*2 626 424 420 529 909 " +
        "948 921 514 641*6 951 656 615*4 330*4 742 749 770*5 1000 770 748*4 580 690 700 591*6 891 527 581*4 304*4 630 641" +
        " 626*5 1000 626 637*4 574 644 574 641 591 641 591;110:742 644 615 581;11A:615 581;128:330 304 330 304;143:749 " +
        "641;147:749 641;14C:770 626 770 626;152:981 938;168:748 637 748 637 748 637;192:590;1A0:770 626;1AF:767 " +
        "637;1CD:641 591 330 304 770 626 748 637 748 637 748 637 748 637 748 637;1F8:749 " +
        "641;251:647;261:644;2BB:325;2C7:600;2CA:600*2;2D9:500;2EA:600*2;391:641 681 584 710 615 613 757 770 330 686 619 " +
        "853 749 636 770 747 667;3A3:619 625 580 850 627 836 797;3B1:663 670 589 616 528 515 631 615 329 604 608 664 577 " +
        "521 621 705 639 502 642 548 596 819 583 833*2;401:615;410:641 675 681 584 750 615 965 637 761*2 693 737 853 757 " +
        "770 747 667 656 625 617 856 627 751 704 1018 1034 825 951 675 656 1064 689 591 632 593 483 646 581 839 534 656*2" +
        " 605 638 740 655 626 645 644 527 548 574 869 562 663 612 895 917 698 819 577 527 868 608;451:581;1E3E:853 " +
        "964;1EA0:641 591 641 591 641 591 641 591 641 591 641 591 641 591 641 591 641 591 641 591 641 591 641 591 615 581" +
        " 615 581 615 581 615 581 615 581 615 581 615 581 615 581 330 304 330 304 770 626 770 626 770 626 770 626 770 626" +
        " 770 626 770 626 770 626 770 626 770 626 770 626 770 626 748 637 748 637 767 637 767 637 767 637 767 637 767 637" +
        " 580 574 580 574 580 574 580 574;2002:500;2011:370 544*2 908;201A:325;201E:574;2032:325 " +
        "574;2039:324*2;203C:677;2047:973 " +
        "830*2;2074:424;20A9:590;20AB:590*2;2113:514;2116:1074;2122:760;212E:908;2212:590;2713:723;2E3A:1702 " +
        "2496;FF61:500*63 920*31;FFC2:920*6;FFCA:920*6;FFD2:920*6;FFDA:920*3;FFE8:500*7");

    /// <summary>Width of a text element in regular weight.</summary>
    public static int Regular(string element) => Of(element, s_regular);

    /// <summary>Width of a text element in bold.</summary>
    public static int Bold(string element) => Of(element, s_bold);

    /// <summary>Marks that the Chinese faces draw as wide as an ideograph and the Japanese face, used for them in English, does not.</summary>
    public static bool IsLatinMark(string element) => element is "‘" or "’" or "“" or "”" or "·" or "•";

    /// <summary>Width of a mark in that face.</summary>
    public static int LatinMark(string element, bool bold) => element switch
    {
        "‘" or "’" => bold ? 325 : 278,
        "“" or "”" => bold ? 574 : 474,
        "·" => bold ? 592 : 561,
        _ => bold ? 378 : 340,
    };

    private static int Of(string element, FrozenDictionary<int, short> widths)
    {
        var width = 0;
        foreach (var rune in element.EnumerateRunes())
        {
            width = Math.Max(width, widths.TryGetValue(rune.Value, out var known) ? known
                : EastAsianWidth.IsZero(rune) ? 0
                : EastAsianWidth.IsWide(rune) || rune.Value is >= 0x2010 and < 0x2E80 or 0x2C9 ? Ideograph : Unknown);
        }

        return width;
    }

    /// <summary>Reads runs <c>code:width width*times</c> divided by semicolons.</summary>
    private static FrozenDictionary<int, short> Read(string table)
    {
        var widths = new Dictionary<int, short>();
        foreach (var run in table.Split(';'))
        {
            var code = int.Parse(run.AsSpan(0, run.IndexOf(':', StringComparison.Ordinal)), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            foreach (var part in run[(run.IndexOf(':', StringComparison.Ordinal) + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                var (width, times) = part.Split('*') is [var one, var many] ? (one, int.Parse(many, CultureInfo.InvariantCulture)) : (part, 1);
                for (; times > 0; times--)
                {
                    widths[code++] = short.Parse(width, CultureInfo.InvariantCulture);
                }
            }
        }

        return widths.ToFrozenDictionary();
    }
}
