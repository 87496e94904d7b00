using System.Globalization;
using System.Text;
using EdgeGateway.Core.Labels;
using EdgeGateway.Core.Printing.Documents.Barcodes;
using EdgeGateway.Core.Printing.Documents.Templates;
using EdgeGateway.Core.Printing.Documents.Typesetting;

namespace EdgeGateway.Core.Printing.Documents.Composing;

/// <summary>Draws bar codes in whole dots.</summary>
internal static class BarcodeDrawing
{
    private const decimal TextSize = 20;
    private const int GuardModules = 5;

    /// <summary>The content of a bar code.</summary>
    /// <exception cref="PrintDocumentException">The store's layout cannot carry it, or there is none.</exception>
    public static string Content(CodeNode node, DataScope data, PrintContext context) =>
        node.Kind == CodeKind.StoreEan ? StoreCode(node, data, context) : node.Data!.Raw(data, context.Culture);

    /// <summary>Draws one.</summary>
    /// <param name="svg">Where to.</param>
    /// <param name="node">What the template says of it.</param>
    /// <param name="content">Its content.</param>
    /// <param name="room">Where: on a roll all of its width, and no height.</param>
    /// <param name="context">The printer.</param>
    /// <returns>How high it came out, text and all.</returns>
    /// <exception cref="PrintDocumentException">The content is none of that kind, or is too wide with its quiet zones.</exception>
    public static int Draw(SvgWriter svg, CodeNode node, string content, DotRectangle room, PrintContext context)
    {
        var module = context.Scale.Module(node.Module);
        if (node.Kind == CodeKind.Qr)
        {
            return DrawQr(svg, node, content, room, module);
        }

        var symbol = node.Kind switch
        {
            CodeKind.Gs1128 => Gs1Symbol.Of(content, context.ThisYear),
            CodeKind.Code128 when !Ascii.IsValid(content) => throw new PrintDocumentException($"\"{content}\" cannot be a Code 128; expected ASCII."),
            CodeKind.Code128 => Code128Symbol.Of(content, content),
            _ => EanSymbol.Of(content),
        };
        var x = Left(symbol.TotalModules * module, room, node, $"\"{symbol.Text}\"") + (symbol.QuietLeft * module);
        var height = context.Scale.Dots(node.Place.Height);
        var guards = node.HasText && symbol.Digits.Count > 0 ? GuardModules * module : 0;
        svg.Bars(Bars(symbol, x, room.Y, module, height, guards));
        return node.HasText ? height + Text(svg, symbol, x, room.Y + height, module, context) : height;
    }

    private static IEnumerable<DotRectangle> Bars(BarSymbol symbol, int x, int y, int module, int height, int guards)
    {
        for (var i = 0; i < symbol.Modules.Count;)
        {
            var from = i;
            var isGuard = symbol.GuardModules.Contains(i);
            while (i < symbol.Modules.Count && symbol.Modules[i] == symbol.Modules[from] && symbol.GuardModules.Contains(i) == isGuard)
            {
                i++;
            }

            if (symbol.Modules[from])
            {
                yield return new DotRectangle(x + (from * module), y, (i - from) * module, height + (isGuard ? guards : 0));
            }
        }
    }

    /// <summary>The digits in their places below an EAN, or a line below the middle.</summary>
    private static int Text(SvgWriter svg, BarSymbol symbol, int x, int y, int module, PrintContext context)
    {
        if (symbol.Digits.Count > 0)
        {
            // A digit is 0.555 of the font size wide and has seven modules; a little air keeps it off the guards.
            var size = decimal.Round(module * 11.4m);
            foreach (var (digit, middle) in symbol.Digits)
            {
                svg.Line(digit.ToString(), x + (middle * module), y + module + (size * 0.76m), size, false, "middle");
            }

            return module + (int)(size * 0.8m);
        }

        var width = symbol.TotalModules * module;
        var font = TextSize * context.Scale.Factor;
        var natural = TextLayout.WidthOf(symbol.Text, svg.Measure(false)) * font / 1000;
        font = natural > width ? Math.Max(font * 0.6m, font * width / natural) : font;
        svg.Line(symbol.Text, x + (symbol.Modules.Count * module / 2m), y + (font * 1.02m), font, false, "middle");
        return (int)(font * 1.25m);
    }

    private static int DrawQr(SvgWriter svg, CodeNode node, string content, DotRectangle room, int module)
    {
        var rows = QrSymbol.Of(content);
        var side = (rows.Count + (2 * QrSymbol.Quiet)) * module;
        var x = Left(side, room, node, "the QR code") + (QrSymbol.Quiet * module);
        if (room.Height > 0 && side > room.Height)
        {
            throw new PrintDocumentException(TooLarge(node, "the QR code", side, room.Height, "high"));
        }

        var bars = new List<DotRectangle>();
        for (var row = 0; row < rows.Count; row++)
        {
            for (var i = 0; i < rows.Count; i++)
            {
                var from = i;
                while (i < rows.Count && rows[row][i])
                {
                    i++;
                }

                if (i > from)
                {
                    bars.Add(new DotRectangle(x + (from * module), room.Y + ((QrSymbol.Quiet + row) * module), (i - from) * module, module));
                }
            }
        }

        svg.Bars(bars);
        return side;
    }

    private static int Left(int width, DotRectangle room, CodeNode node, string what)
    {
        if (width > room.Width)
        {
            throw new PrintDocumentException(TooLarge(node, what, width, room.Width, "wide"));
        }

        return room.X + (node.Align switch { Side.Start => 0, Side.Middle => (room.Width - width) / 2, _ => room.Width - width });
    }

    private static string TooLarge(CodeNode node, string what, int dots, int room, string how) =>
        $"line {node.Line} of the template: {what} is {dots} dots {how} with its quiet zone; there are {room}: make the module smaller or the room larger.";

    private static string StoreCode(CodeNode node, DataScope data, PrintContext context)
    {
        if (context.Layouts.All.FirstOrDefault(l => l.CarriesWeight ? node.Weight is not null : node.Price is not null) is not { } layout)
        {
            throw new PrintDocumentException("The store has no layout of weight or price labels for this bar code; expected one in labels.layouts of the configuration.");
        }

        var item = node.Item!.Raw(data, context.Culture);
        var amount = (layout.CarriesWeight ? node.Weight : node.Price)!.Raw(data, context.Culture);
        if (!decimal.TryParse(amount, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            throw new PrintDocumentException($"line {node.Line} of the template: \"{amount}\" came as the weight or price of the bar code; expected a number.");
        }

        var refusal = layout.CarriesWeight
            ? layout.TryMakeWeight(item, layout.Unit == "g" ? number * 1000 : number, out var code)
            : layout.TryMakePrice(item, (long)number, out code);
        return refusal is null ? code! : throw new PrintDocumentException($"The store's bar code cannot be made: {refusal}.");
    }
}
