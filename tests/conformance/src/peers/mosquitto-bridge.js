import { freePort } from '../child.js';
import { MOSQUITTO } from '../cloud/broker.js';
import { MqttDoor } from '../devices/mqtt-door.js';
import { Peer } from './peer.js';

/** A Mosquitto in the store whose bridge carries everything under store/ to the cloud's broker. */
class MosquittoBridge extends Peer {
  /** Lines of the broker, lines of the bridge. */
  settings = { broker: [], bridge: [] };

  async prepare() {
    this.port = await freePort();
    const { data, broker, ca } = this.place;
    this.configuration = this.write(
      'gateway.conf',
      [
        `listener ${this.port} 127.0.0.1`,
        'allow_anonymous true',
        'user root',
        'persistence true',
        `persistence_location ${data}/`,
        ...this.settings.broker,
        'connection cloud',
        // The default is the machine's name: two bridges of one machine would throw each other off the broker.
        `remote_clientid bridge-${this.place.run}`,
        `address 127.0.0.1:${broker}`,
        'topic # out 1 store/ cloud/',
        'cleansession false',
        ...(ca ? [`bridge_cafile ${ca}`] : []),
        ...this.settings.bridge,
        '',
      ].join('\n'),
    );
  }

  command() {
    return { program: MOSQUITTO, args: ['-c', this.configuration], port: this.port };
  }

  door() {
    return new MqttDoor({ port: this.port, topic: 'store' });
  }
}

const tunedBridge = ['restart_timeout 1 2', 'keepalive_interval 10', 'notifications false', 'bridge_protocol_version mqttv311'];
const noLimits = ['max_queued_messages 0', 'max_queued_bytes 0', 'set_tcp_nodelay true'];

export class MosquittoDefaults extends MosquittoBridge {
  static about = "Debian's settings (`persistence true`) and a bridge of two lines";
}

export class MosquittoTuned extends MosquittoBridge {
  static about = '`autosave_interval 1`, no queue limits, `restart_timeout 1 2`, `keepalive_interval 10`';
  settings = { broker: ['autosave_interval 1', ...noLimits], bridge: tunedBridge };
}

export class MosquittoOrdered extends MosquittoBridge {
  static about = 'as tuned, and `max_inflight_messages 1`, which its manual asks for where order matters';
  settings = { broker: ['autosave_interval 1', ...noLimits, 'max_inflight_messages 1'], bridge: tunedBridge };
}

export class MosquittoOnChanges extends MosquittoBridge {
  static about = 'as tuned, with `autosave_on_changes true` and `autosave_interval 1`: the whole store written at every change';
  settings = { broker: ['autosave_on_changes true', 'autosave_interval 1', ...noLimits], bridge: tunedBridge };
}
