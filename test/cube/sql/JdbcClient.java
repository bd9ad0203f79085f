import java.sql.*;
import java.util.*;

/** What a JDBC tool does: metadata, a prepared statement, a cursor that fetches in parts. Prints what it found. */
public class JdbcClient {
  public static void main(String[] args) throws Exception {
    String url = "jdbc:postgresql://127.0.0.1:" + args[0] + "/salesops";
    try (Connection c = DriverManager.getConnection(url, "ann", args[1])) {
      DatabaseMetaData meta = c.getMetaData();
      Set<String> tables = new HashSet<>();
      try (ResultSet r = meta.getTables(null, "public", "%", new String[] {"TABLE"})) {
        while (r.next()) tables.add(r.getString("TABLE_NAME"));
      }
      System.out.println("tables " + tables.contains("bookings"));
      try (ResultSet r = meta.getColumns(null, "public", "bookings", "%")) {
        while (r.next())
          if (List.of("amount", "win_rate", "closed_at").contains(r.getString("COLUMN_NAME")))
            System.out.println(r.getString("COLUMN_NAME") + " " + r.getString("TYPE_NAME"));
      }
      String sql = "SELECT territory_name, COUNT(*), SUM(amount) FROM bookings WHERE closed_at >= ? AND cycle_days > ? GROUP BY 1";
      try (PreparedStatement s = c.prepareStatement(sql)) {
        // More than five runs: the driver then keeps the statement on the server and asks for binary rows.
        int rows = 0;
        for (int i = 0; i < 7; i++) {
          s.setTimestamp(1, Timestamp.valueOf("2025-01-01 00:00:00"));
          s.setInt(2, i);
          rows = 0;
          try (ResultSet r = s.executeQuery()) {
            while (r.next()) if (r.getLong(2) > 0 && r.getBigDecimal(3) != null) rows++;
          }
        }
        System.out.println("prepared " + (rows > 1));
      }
      c.setAutoCommit(false);
      try (Statement s = c.createStatement()) {
        s.setFetchSize(50);
        int rows = 0;
        try (ResultSet r = s.executeQuery("SELECT opportunity_id FROM bookings")) {
          while (r.next()) rows++;
        }
        System.out.println("fetched " + (rows > 100));
      }
      c.commit();
    }
    try {
      DriverManager.getConnection(url, "ann", "wrong");
    } catch (SQLException e) {
      System.out.println("refused " + e.getSQLState());
    }
  }
}
