namespace EdgeGateway.Core.Printing.Jobs;

/// <summary>Opens the cash drawer at a printer: at once, once, or not at all.</summary>
internal static class DrawerKick
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(3);

    /// <summary>Sends the command.</summary>
    /// <returns>Null where it has left, else why it has not.</returns>
    public static async Task<PrintRefusal?> SendAsync(SheetWork work, PrinterStation station, int pin, CancellationToken cancellationToken)
    {
        if (pin is not (2 or 5))
        {
            return new PrintRefusal(PrintRefusalKind.Invalid, "pin", $"came {pin}; expected 2 or 5, the connector's pin");
        }

        if (!await station.Turn.WaitAsync(s_patience, cancellationToken).ConfigureAwait(false))
        {
            return new PrintRefusal(PrintRefusalKind.Unavailable, "printer", "it is printing; the drawer was not opened");
        }

        try
        {
            var bytes = station.Printer.Encode(new PrintDocument("drawer", [new DrawerPart(pin)]), "0000");
            var connection = await station.Printer.OpenAsync(cancellationToken).ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
            {
                await connection.SendAsync(bytes, new Progress<int>(), cancellationToken).ConfigureAwait(false);
            }

            return null;
        }
        catch (PrintDocumentException e)
        {
            return new PrintRefusal(PrintRefusalKind.Invalid, "printer", e.Message);
        }
        catch (Exception e) when (PrinterStation.IsOfTheLine(e))
        {
            work.Missed(station, e.Message);
            return new PrintRefusal(PrintRefusalKind.Unavailable, "printer", e.Message);
        }
        finally
        {
            station.Turn.Release();
        }
    }
}
