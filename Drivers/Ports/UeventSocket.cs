using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Drivers.Ports;

/// <summary>Hears the kernel's and udev's announcements by netlink.</summary>
/// <remarks>
/// Any program of the machine may send to a netlink socket. Believed are only the kernel itself (port id 0, by the address the kernel puts on each
/// message) and processes of root (by the credentials the kernel puts on each message), as udev is. Source: netlink(7), unix(7) on SO_PASSCRED.
/// </remarks>
internal sealed unsafe class UeventSocket : SafeHandleMinusOneIsInvalid
{
    private const int NetlinkFamily = 16; // AF_NETLINK
    private const int DatagramSocket = 2 | 0x800 | 0x8_0000; // SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC
    private const int UeventProtocol = 15; // NETLINK_KOBJECT_UEVENT
    private const uint KernelGroup = 1;
    private const uint UdevGroup = 2;
    private const int SocketLevel = 1; // SOL_SOCKET
    private const int PassCredentials = 16; // SO_PASSCRED
    private const int CredentialsMessage = 2; // SCM_CREDENTIALS
    private const int Truncated = 0x20; // MSG_TRUNC
    private const int NoRoom = 105; // ENOBUFS

    private readonly byte[] _buffer = new byte[Uevent.MostBytes];

    private UeventSocket(int descriptor)
        : base(ownsHandle: true) => SetHandle(descriptor);

    /// <summary>Listens to both groups.</summary>
    /// <returns>False where this machine does not allow it (a container), with the reason in words.</returns>
    public static bool TryOpen([NotNullWhen(true)] out UeventSocket? opened, [NotNullWhen(false)] out string? why)
    {
        (opened, why) = (null, null);
        int descriptor = NetlinkLibc.Socket(NetlinkFamily, DatagramSocket, UeventProtocol);
        if (descriptor < 0)
        {
            why = $"netlink is not to be had: {PortErrors.Words(Marshal.GetLastPInvokeError())}";
            return false;
        }
        var socket = new UeventSocket(descriptor);
        var address = new NetlinkLibc.Address { Family = NetlinkFamily, Groups = KernelGroup | UdevGroup };
        int on = 1;
        if (NetlinkLibc.SetOption(socket, SocketLevel, PassCredentials, &on, sizeof(int)) != 0
            || NetlinkLibc.Bind(socket, &address, (uint)sizeof(NetlinkLibc.Address)) != 0)
        {
            why = $"netlink is not to be had: {PortErrors.Words(Marshal.GetLastPInvokeError())}";
            socket.Dispose();
            return false;
        }
        opened = socket;
        return true;
    }

    /// <summary>Takes the next announcement, without waiting.</summary>
    /// <param name="heard">It, or null where what came is not to be believed or not to be understood.</param>
    /// <param name="lost">Whether announcements were lost because they came faster than they were taken.</param>
    /// <returns>False where nothing waits.</returns>
    /// <exception cref="IOException">The socket has failed.</exception>
    public bool TryTake(out Uevent? heard, out bool lost)
    {
        (heard, lost) = (null, false);
        NetlinkLibc.Address sender;
        byte* control = stackalloc byte[64];
        fixed (byte* buffer = _buffer)
        {
            var part = new NetlinkLibc.Part { Base = buffer, Length = (nuint)_buffer.Length };
            var message = new NetlinkLibc.Message
            {
                Name = &sender, NameLength = (uint)sizeof(NetlinkLibc.Address), Parts = &part, PartCount = 1, Control = control, ControlLength = 64,
            };
            nint count = NetlinkLibc.Receive(this, &message, 0);
            if (count < 0)
            {
                int error = Marshal.GetLastPInvokeError();
                lost = error == NoRoom;
                return error switch
                {
                    Libc.TryAgain => false,
                    Libc.Interrupted or NoRoom => true,
                    _ => throw new IOException($"netlink has failed: {PortErrors.Words(error)}"),
                };
            }
            bool whole = (message.Flags & Truncated) == 0 && message.NameLength >= sizeof(NetlinkLibc.Address);
            if (whole && Believes(sender.PortId, sender.Groups, UserOf(message)))
                heard = Uevent.Parse(_buffer.AsSpan(0, (int)count));
            return true;
        }
    }

    /// <summary>Whether to believe who sent a message.</summary>
    /// <param name="portId">The sender's netlink port id: 0 is the kernel, and no process can have it.</param>
    /// <param name="groups">The group it was sent to; 0 where it was sent to this socket alone.</param>
    /// <param name="user">The sender's user id, or null where the kernel said none.</param>
    internal static bool Believes(uint portId, uint groups, uint? user) =>
        groups == KernelGroup ? portId == 0 : groups == UdevGroup && portId != 0 && user == 0;

    protected override bool ReleaseHandle() => Libc.Close((int)handle) == 0;

    private static uint? UserOf(in NetlinkLibc.Message message)
    {
        // struct cmsghdr { size_t len; int level; int type; } and struct ucred { pid; uid; gid; }
        const int HeaderLength = 16;
        if (message.ControlLength < HeaderLength + 12)
            return null;
        var control = new ReadOnlySpan<byte>(message.Control, (int)message.ControlLength);
        return BitConverter.ToInt32(control[8..]) == SocketLevel && BitConverter.ToInt32(control[12..]) == CredentialsMessage
            ? BitConverter.ToUInt32(control[(HeaderLength + 4)..])
            : null;
    }
}
